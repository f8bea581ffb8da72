// Lints container build files; prints what it finds, and exits with 1 if that is anything.
import { readFileSync } from "node:fs";
import { validate } from "dockerfile-utils";

let found = 0;
for (const file of process.argv.slice(2)) {
  for (const finding of validate(readFileSync(file, "utf8"))) {
    console.log(`${file}:${finding.range.start.line + 1}: ${finding.message}`);
    found = 1;
  }
}
process.exit(found);
