// What the single file says where it is not whole.
export const failed =
  "这份文件不完整，可能没有复制完，或被别的程序改动过。数据没有受影响。请重新取得这个文件。 This file is not whole: it was not copied to its end, or another program altered it. Your data is not affected. Get the file again.";
