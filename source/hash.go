package source

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"os"
	"path/filepath"
)

// hashFile returns the SHA-256 of a file's bytes. Hashing a model takes longer
// than running it on a short text, so the answer is kept in the user's cache
// folder, under a name made of the file's path, size, and time of change;
// where that cannot be, it is worked out each time.
func hashFile(path string, data []byte) string {
	store := hashStore(path)
	if kept, err := os.ReadFile(store); err == nil && len(kept) == 2*sha256.Size {
		return string(kept)
	}
	sum := sha256.Sum256(data)
	hash := hex.EncodeToString(sum[:])
	if store != "" && os.MkdirAll(filepath.Dir(store), 0o700) == nil {
		// The name is the content's, so that whoever writes first writes the same.
		if os.WriteFile(store+".new", []byte(hash), 0o600) == nil {
			_ = os.Rename(store+".new", store)
		}
	}
	return hash
}

// hashStore is the file that keeps the hash of the file at path as it is now,
// "" where there can be none.
func hashStore(path string) string {
	info, err := os.Stat(path)
	if err != nil {
		return ""
	}
	cache, err := os.UserCacheDir()
	if err != nil {
		return ""
	}
	absolute, err := filepath.Abs(path)
	if err != nil {
		return ""
	}
	key := sha256.Sum256(fmt.Appendf(nil, "%s\n%d\n%d", absolute, info.Size(), info.ModTime().UnixNano()))
	return filepath.Join(cache, "heed", "sha256", hex.EncodeToString(key[:16]))
}
