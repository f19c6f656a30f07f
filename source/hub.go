package source

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
)

// A model in the cache of Hugging Face's hub is called NAME or ORG/NAME, with
// @REV for another revision than main: a branch, a tag, or the beginning of a
// commit. No part begins with a dot, so no such name leads out of the cache.
var (
	hubName     = regexp.MustCompile(`^\w[\w.-]*(/\w[\w.-]*)?$`)
	hubRevision = regexp.MustCompile(`^\w[\w.-]*(/\w[\w.-]*)*$`)
)

const mainRevision = "main"

// find returns the path that a name stands for, and the name to show: the name
// itself where there is such a file or folder, else, for a name of a model in
// the hub's cache, its snapshot, shown with its commit. want ends the error
// where there is neither.
//
// Source: huggingface_hub, the cache's layout: models--ORG--NAME with refs/REV,
// which holds a commit, and snapshots/COMMIT, whose files are links.
func find(name, want string) (path, shown string, err error) {
	_, err = os.Stat(name)
	if !errors.Is(err, fs.ErrNotExist) {
		return name, name, nil
	}
	repo, revision, pinned := strings.Cut(name, "@")
	if !hubName.MatchString(repo) || pinned && !hubRevision.MatchString(revision) {
		return "", "", fmt.Errorf("%s: no such file or folder; %s", name, want)
	}
	cache, err := hubCache()
	if err != nil {
		return "", "", fmt.Errorf("%s: no such file or folder; %s", name, want)
	}
	dir := filepath.Join(cache, "models--"+strings.ReplaceAll(repo, "/", "--"))
	if _, err := os.Stat(dir); err != nil {
		return "", "", fmt.Errorf("%s: no such file or folder, and no %s; %s", name, dir, want)
	}
	commit, err := snapshot(dir, revision)
	if err != nil {
		return "", "", err
	}
	return filepath.Join(dir, "snapshots", commit), repo + "@" + commit, nil
}

// hubCache is where the hub keeps models: the first of its settings that is
// set.
func hubCache() (string, error) {
	if dir := os.Getenv("HF_HUB_CACHE"); dir != "" {
		return dir, nil
	}
	if dir := os.Getenv("HF_HOME"); dir != "" {
		return filepath.Join(dir, "hub"), nil
	}
	if dir := os.Getenv("XDG_CACHE_HOME"); dir != "" {
		return filepath.Join(dir, "huggingface", "hub"), nil
	}
	home, err := os.UserHomeDir()
	return filepath.Join(home, ".cache", "huggingface", "hub"), err
}

// snapshot returns the commit of a revision: the one that refs/REV names, else
// the one that begins so. Without a revision it is that of main or, where main
// is not there, the newest.
func snapshot(dir, revision string) (string, error) {
	entries, _ := os.ReadDir(filepath.Join(dir, "snapshots"))
	entries = slices.DeleteFunc(entries, func(e fs.DirEntry) bool { return !e.IsDir() })
	if len(entries) == 0 {
		return "", fmt.Errorf("%s: has no snapshots; is the model's download complete?", dir)
	}
	ref := filepath.Join(dir, "refs", filepath.FromSlash(cmp.Or(revision, mainRevision)))
	if _, err := os.Stat(ref); err == nil {
		commit, err := readRef(ref)
		if err != nil {
			return "", err
		}
		if !slices.ContainsFunc(entries, func(e fs.DirEntry) bool { return e.Name() == commit }) {
			return "", fmt.Errorf("%s: names %q, which is not in snapshots, beside %s; is the model's download complete?", ref, commit, listed(entries))
		}
		return commit, nil
	}
	if revision == "" {
		return newest(entries).Name(), nil
	}
	var found []fs.DirEntry
	for _, e := range entries {
		if strings.HasPrefix(e.Name(), revision) {
			found = append(found, e)
		}
	}
	if len(found) != 1 {
		return "", fmt.Errorf("%s: has no refs/%s, and %d snapshots that begin with %s; it has %s", dir, revision, len(found), revision, listed(entries))
	}
	return found[0].Name(), nil
}

// readRef reads the commit that a file of refs holds.
func readRef(path string) (string, error) {
	f, err := openPlain(path, "a file with a commit")
	if err != nil {
		return "", err
	}
	defer f.Close()
	text, err := io.ReadAll(io.LimitReader(f, 1000))
	if err != nil {
		return "", fmt.Errorf("%s: %w", path, cause(err))
	}
	return strings.TrimSpace(string(text)), nil
}

// newest is the entry that changed last; of equals, the last by name.
func newest(entries []fs.DirEntry) fs.DirEntry {
	return slices.MaxFunc(entries, func(a, b fs.DirEntry) int {
		return cmp.Or(cmp.Compare(changed(a), changed(b)), cmp.Compare(a.Name(), b.Name()))
	})
}

func changed(e fs.DirEntry) int64 {
	info, err := e.Info()
	if err != nil {
		return 0
	}
	return info.ModTime().UnixNano()
}

// listed names the first few snapshots.
func listed(entries []fs.DirEntry) string {
	var names []string
	for _, e := range entries {
		names = append(names, e.Name())
	}
	if more := len(names) - 3; more > 0 {
		names = append(names[:3], fmt.Sprintf("%d more", more))
	}
	return strings.Join(names, ", ")
}
