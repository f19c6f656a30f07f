package lesson

import _ "embed"

// Schema is the JSON Schema (draft 2020-12) of lesson files.
//
//go:embed schema.json
var Schema []byte
