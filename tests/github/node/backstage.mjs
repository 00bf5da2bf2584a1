// Reads YAML documents as Backstage's catalogue does, and says what it would refuse:
// a list of [name, fault or null] on standard output.
import { readFileSync } from "node:fs";
import {
  EntityPolicies, FieldFormatEntityPolicy, NoForeignRootFieldsEntityPolicy, SchemaValidEntityPolicy,
  componentEntityV1alpha1Validator, locationEntityV1alpha1Validator,
} from "@backstage/catalog-model";
import { parseAllDocuments } from "yaml";

const policy = EntityPolicies.allOf([new SchemaValidEntityPolicy(), new NoForeignRootFieldsEntityPolicy(), new FieldFormatEntityPolicy()]);
const kinds = { Component: componentEntityV1alpha1Validator, Location: locationEntityV1alpha1Validator };

const told = [];
for (const document of parseAllDocuments(readFileSync(0, "utf8"))) {
  if (document.errors.length) throw document.errors[0];
  const entity = document.toJS();
  try {
    await policy.enforce(entity);
    if (!(await kinds[entity.kind].check(entity))) throw new Error("another kind or version");
    told.push([entity.metadata.name, null]);
  } catch (error) {
    told.push([String(entity?.metadata?.name), String(error.message)]);
  }
}
console.log(JSON.stringify(told));
