// What two tabs need to keep in step, there before either begins.
const hand = { channel: new BroadcastChannel('hand'), other: -1, wake: () => {}, work: null };
hand.channel.onmessage = event => {
    hand.other = Math.max(hand.other, event.data);
    hand.wake();
};
window.hand = hand;
return null;
