// An independent verifier of an exported ledger, on golang.org/x/mod/sumdb and the standard library alone: it shares no
// code with Sunledger. formats.md is all it knows.
//
//	verify_tiles tiles DIR VKEY [OLD_CHECKPOINT]     checkpoint, every tile, every author's signature, consistency
//	verify_tiles proof FILE.tlog-proof ENTRY VKEY    one entry under its proof
//	verify_tiles refuse DIR VKEY                     flips bytes in every file in memory: each must be refused
package main

import (
	"bytes"
	"crypto/ed25519"
	"encoding/base64"
	"encoding/binary"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

const tileWidth = 256

// readFile gives a file of the exported log by its path below the log's prefix.
type readFile func(path string) ([]byte, error)

func fromFolder(dir string) readFile {
	return func(path string) ([]byte, error) { return os.ReadFile(filepath.Join(dir, path)) }
}

type checkpoint struct {
	origin string
	tree   tlog.Tree
}

// openCheckpoint verifies the note and reads its three lines.
func openCheckpoint(msg []byte, vkey string) (checkpoint, error) {
	verifier, err := note.NewVerifier(vkey)
	if err != nil {
		return checkpoint{}, err
	}
	opened, err := note.Open(msg, note.VerifierList(verifier))
	if err != nil {
		return checkpoint{}, fmt.Errorf("checkpoint: %w", err)
	}
	lines := strings.Split(opened.Text, "\n")
	if len(lines) != 4 || lines[3] != "" || lines[0] != verifier.Name() {
		return checkpoint{}, errors.New("checkpoint: not three lines under the key's name")
	}
	size, err := strconv.ParseInt(lines[1], 10, 64)
	if err != nil || size < 0 || strconv.FormatInt(size, 10) != lines[1] {
		return checkpoint{}, errors.New("checkpoint: bad size")
	}
	root, err := tlog.ParseHash(lines[2])
	if err != nil {
		return checkpoint{}, fmt.Errorf("checkpoint: %w", err)
	}
	return checkpoint{lines[0], tlog.Tree{N: size, Hash: root}}, nil
}

// entryBundlePath spells tile/entries/<N>[.p/<W>] with sumdb's own path of the same number.
func entryBundlePath(n int64, width int) string {
	path := tlog.Tile{H: 8, L: 0, N: n, W: width}.Path()
	return "tile/entries/" + strings.TrimPrefix(path, "tile/8/0/")
}

func hashTilePath(t tlog.Tile) string { return "tile/" + strings.TrimPrefix(t.Path(), "tile/8/") }

func splitBundle(data []byte, width int) ([][]byte, error) {
	var entries [][]byte
	for len(data) > 0 {
		if len(data) < 2 || len(data) < 2+int(binary.BigEndian.Uint16(data)) {
			return nil, errors.New("a bundle is cut off")
		}
		size := int(binary.BigEndian.Uint16(data))
		entries = append(entries, data[2:2+size])
		data = data[2+size:]
	}
	if len(entries) != width {
		return nil, fmt.Errorf("a bundle has %d entries instead of %d", len(entries), width)
	}
	return entries, nil
}

// checkEntry reads the header by hand and verifies the author's signature over the signed bytes.
func checkEntry(entry []byte, position int64) error {
	const header = 4 + 8 + 8 + 32 + 64 + 1
	if len(entry) < header || !bytes.HasPrefix(entry, []byte("SLE1")) {
		return fmt.Errorf("entry %d: no header", position)
	}
	if int64(binary.BigEndian.Uint64(entry[4:])) != position {
		return fmt.Errorf("entry %d: it says that it stands at another position", position)
	}
	author, signature := entry[20:52], entry[52:116]
	rules := int(entry[116])
	if len(entry) <= header+2*rules {
		return fmt.Errorf("entry %d: no signed bytes", position)
	}
	signed := entry[header+2*rules:]
	message := append([]byte("sunledger/event/v1\x00"), signed...)
	if !ed25519.Verify(author, message, signature) {
		return fmt.Errorf("entry %d: the author's signature does not verify", position)
	}
	if !bytes.Contains(signed, author) {
		return fmt.Errorf("entry %d: the signed bytes do not hold the author's key", position)
	}
	return nil
}

// tileReader serves sumdb's tile reader from the exported files.
type tileReader struct{ read readFile }

func (r tileReader) Height() int { return 8 }
func (r tileReader) ReadTiles(tiles []tlog.Tile) ([][]byte, error) {
	var out [][]byte
	for _, tile := range tiles {
		data, err := r.read(hashTilePath(tile))
		if err != nil {
			return nil, err
		}
		out = append(out, data)
	}
	return out, nil
}
func (r tileReader) SaveTiles([]tlog.Tile, [][]byte) {}

// verifyTiles recomputes the whole tree from the entries and compares every exported hash tile with it.
func verifyTiles(read readFile, vkey string) (checkpoint, []tlog.Hash, error) {
	msg, err := read("checkpoint")
	if err != nil {
		return checkpoint{}, nil, err
	}
	head, err := openCheckpoint(msg, vkey)
	if err != nil {
		return head, nil, err
	}
	var stored []tlog.Hash
	reader := tlog.HashReaderFunc(func(indexes []int64) ([]tlog.Hash, error) {
		var out []tlog.Hash
		for _, i := range indexes {
			if i >= int64(len(stored)) {
				return nil, fmt.Errorf("hash %d is not there yet", i)
			}
			out = append(out, stored[i])
		}
		return out, nil
	})
	for first := int64(0); first < head.tree.N; first += tileWidth {
		width := tileWidth
		if head.tree.N-first < tileWidth {
			width = int(head.tree.N - first)
		}
		data, err := read(entryBundlePath(first/tileWidth, width))
		if err != nil {
			return head, nil, err
		}
		entries, err := splitBundle(data, width)
		if err != nil {
			return head, nil, err
		}
		for i, entry := range entries {
			if err := checkEntry(entry, first+int64(i)); err != nil {
				return head, nil, err
			}
			hashes, err := tlog.StoredHashes(first+int64(i), entry, reader)
			if err != nil {
				return head, nil, err
			}
			stored = append(stored, hashes...)
		}
	}
	root, err := tlog.TreeHash(head.tree.N, reader)
	if err != nil {
		return head, nil, err
	}
	if root != head.tree.Hash {
		return head, nil, errors.New("the entries are not those over which the checkpoint was signed")
	}
	for _, tile := range tlog.NewTiles(8, 0, head.tree.N) {
		// NewTiles names every width that the right edge went through; only the present one is exported.
		if tile.W != tileWidth && int64(tile.W) != (head.tree.N>>(8*uint(tile.L)))%tileWidth {
			continue
		}
		want, err := tlog.ReadTileData(tile, reader)
		if err != nil {
			return head, nil, err
		}
		got, err := read(hashTilePath(tile))
		if err != nil {
			return head, nil, err
		}
		if !bytes.Equal(got, want) {
			return head, nil, fmt.Errorf("%s is not the tile that the entries give", hashTilePath(tile))
		}
	}
	return head, stored, nil
}

// proveFromTiles takes inclusion and consistency proofs from the exported tiles and checks them.
func proveFromTiles(read readFile, head checkpoint, stored []tlog.Hash) error {
	fromEntries := tlog.HashReaderFunc(func(indexes []int64) ([]tlog.Hash, error) {
		var out []tlog.Hash
		for _, i := range indexes {
			out = append(out, stored[i])
		}
		return out, nil
	})
	fromTiles := tlog.TileHashReader(head.tree, tileReader{read})
	step := head.tree.N/64 + 1
	for n := int64(0); n < head.tree.N; n += step {
		proof, err := tlog.ProveRecord(head.tree.N, n, fromTiles)
		if err != nil {
			return err
		}
		leaf := stored[tlog.StoredHashIndex(0, n)]
		if err := tlog.CheckRecord(proof, head.tree.N, head.tree.Hash, n, leaf); err != nil {
			return err
		}
		leaf[3] ^= 1
		if tlog.CheckRecord(proof, head.tree.N, head.tree.Hash, n, leaf) == nil {
			return fmt.Errorf("a wrong leaf at %d was proven", n)
		}
	}
	for old := int64(1); old <= head.tree.N; old += step {
		root, err := tlog.TreeHash(old, fromEntries)
		if err != nil {
			return err
		}
		if err := checkConsistency(head, tlog.Tree{N: old, Hash: root}, fromTiles); err != nil {
			return err
		}
		root[5] ^= 1
		if checkConsistency(head, tlog.Tree{N: old, Hash: root}, fromTiles) == nil {
			return fmt.Errorf("a wrong earlier root at %d was accepted", old)
		}
	}
	return nil
}

func checkConsistency(head checkpoint, old tlog.Tree, reader tlog.HashReader) error {
	proof, err := tlog.ProveTree(head.tree.N, old.N, reader)
	if err != nil {
		return err
	}
	return tlog.CheckTree(proof, head.tree.N, head.tree.Hash, old.N, old.Hash)
}

func verifyFolder(dir, vkey, oldCheckpoint string) error {
	read := fromFolder(dir)
	head, stored, err := verifyTiles(read, vkey)
	if err != nil {
		return err
	}
	if err := proveFromTiles(read, head, stored); err != nil {
		return err
	}
	if oldCheckpoint != "" {
		msg, err := os.ReadFile(oldCheckpoint)
		if err != nil {
			return err
		}
		old, err := openCheckpoint(msg, vkey)
		if err != nil {
			return err
		}
		if err := checkConsistency(head, old.tree, tlog.TileHashReader(head.tree, tileReader{read})); err != nil {
			return err
		}
	}
	fmt.Printf("%s: %d entries, root %v: verified\n", head.origin, head.tree.N, head.tree.Hash)
	return nil
}

func verifyProof(proofFile, entryFile, vkey string) error {
	data, err := os.ReadFile(proofFile)
	if err != nil {
		return err
	}
	entry, err := os.ReadFile(entryFile)
	if err != nil {
		return err
	}
	return checkProof(data, entry, vkey)
}

func checkProof(data, entry []byte, vkey string) error {
	head, msg, found := strings.Cut(string(data), "\n\n")
	lines := strings.Split(head, "\n")
	if !found || len(lines) < 2 || lines[0] != "c2sp.org/tlog-proof@v1" {
		return errors.New("no offline proof")
	}
	index, err := strconv.ParseInt(strings.TrimPrefix(lines[1], "index "), 10, 64)
	if err != nil || lines[1] != "index "+strconv.FormatInt(index, 10) {
		return errors.New("the proof names no index")
	}
	var proof tlog.RecordProof
	for _, line := range lines[2:] {
		raw, err := base64.StdEncoding.Strict().DecodeString(line)
		if err != nil || len(raw) != tlog.HashSize {
			return errors.New("the proof holds something that is no hash")
		}
		var hash tlog.Hash
		copy(hash[:], raw)
		proof = append(proof, hash)
	}
	opened, err := openCheckpoint([]byte(msg), vkey)
	if err != nil {
		return err
	}
	if err := tlog.CheckRecord(proof, opened.tree.N, opened.tree.Hash, index, tlog.RecordHash(entry)); err != nil {
		return err
	}
	return checkEntry(entry, index)
}

func refuseTampered(dir, vkey string) error {
	var paths []string
	err := filepath.Walk(dir, func(path string, info os.FileInfo, err error) error {
		if err != nil || info.IsDir() {
			return err
		}
		relative, err := filepath.Rel(dir, path)
		paths = append(paths, relative)
		return err
	})
	if err != nil {
		return err
	}
	read := fromFolder(dir)
	refused := 0
	for _, path := range paths {
		sound, err := read(path)
		if err != nil {
			return err
		}
		for at := 0; at < len(sound); at += len(sound)/7 + 1 {
			changed := append([]byte(nil), sound...)
			changed[at] ^= 1
			tampered := func(name string) ([]byte, error) {
				if name == path {
					return changed, nil
				}
				return read(name)
			}
			if _, _, err := verifyTiles(tampered, vkey); err == nil {
				return fmt.Errorf("%s with byte %d flipped was accepted", path, at)
			}
			refused++
		}
	}
	// What only an author can make: every bit of a signature and of what it signs counts.
	data, err := read(entryBundlePathOfFirst(read, vkey))
	if err != nil {
		return err
	}
	size := int(binary.BigEndian.Uint16(data))
	entry := append([]byte(nil), data[2:2+size]...)
	for at := range entry {
		if at >= 12 && at < 20 { // the recorded time is the sequencer's word
			continue
		}
		entry[at] ^= 1
		if checkEntry(entry, 0) == nil {
			return fmt.Errorf("entry 0 with byte %d flipped still carries its author's signature", at)
		}
		entry[at] ^= 1
		refused++
	}
	fmt.Printf("%d tampered logs and entries refused\n", refused)
	return nil
}

func entryBundlePathOfFirst(read readFile, vkey string) string {
	msg, _ := read("checkpoint")
	head, _ := openCheckpoint(msg, vkey)
	if head.tree.N >= tileWidth {
		return entryBundlePath(0, tileWidth)
	}
	return entryBundlePath(0, int(head.tree.N))
}

func main() {
	err := errors.New("usage: verify_tiles tiles DIR VKEY [OLD_CHECKPOINT] | proof FILE ENTRY VKEY | refuse DIR VKEY")
	args := os.Args[1:]
	switch {
	case len(args) >= 3 && len(args) <= 4 && args[0] == "tiles":
		old := ""
		if len(args) == 4 {
			old = args[3]
		}
		err = verifyFolder(args[1], args[2], old)
	case len(args) == 4 && args[0] == "proof":
		err = verifyProof(args[1], args[2], args[3])
	case len(args) == 3 && args[0] == "refuse":
		err = refuseTampered(args[1], args[2])
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "verify_tiles:", err)
		os.Exit(1)
	}
}
