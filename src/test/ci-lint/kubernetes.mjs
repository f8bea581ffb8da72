// Holds Kubernetes resources, a JSON array in a file, against the models of their kinds, which are made from Kubernetes's
// own OpenAPI document; prints what is wrong, and exits with 1 if that is anything.
import { readFileSync } from "node:fs";

let found = 0;
for (const resource of JSON.parse(readFileSync(process.argv[2], "utf8"))) {
  const { apiVersion, kind, metadata } = resource;
  const model = (await import(`kubernetes-models/${apiVersion}/${kind}`))[kind];
  try {
    new model(resource).validate();
  } catch (invalid) {
    console.log(`${kind} ${metadata?.name}: ${invalid.message}`);
    found = 1;
  }
}
process.exit(found);
