import { promises } from "node:fs";

export default promises;
export const {
  access, appendFile, constants, copyFile, link, lstat, lutimes, mkdir, mkdtemp, readFile, readdir,
  readlink, realpath, rename, rm, rmdir, stat, symlink, truncate, unlink, utimes, writeFile,
} = promises;
