package lesson

// For the tests of the schema, which read lessons in YAML.
var (
	Keys        = lessonKeys
	ContextKeys = contextKeys
	Comparables = comparables
)
