// Opens a checkpoint cosigned by a witness (C2SP tlog-cosignature, cosignature/v1) with golang.org/x/mod/sumdb/note,
// which knows Ed25519 notes only: the witness's signatures are checked by a note.Verifier of our own, from the published
// format. It shares no code with Sunledger.
//
//	open_cosigned CHECKPOINT LOG_VKEY WITNESS_VKEY…     prints each name and, of witnesses, the time
package main

import (
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"os"
	"strconv"
	"strings"
	"time"

	"golang.org/x/mod/sumdb/note"
)

const cosignatureV1 = 4

// cosigner verifies cosignature/v1: u64 time ‖ Ed25519 over "cosignature/v1\ntime <seconds>\n" ‖ text.
type cosigner struct {
	name string
	hash uint32
	key  ed25519.PublicKey
	at   uint64
}

func (c *cosigner) Name() string    { return c.name }
func (c *cosigner) KeyHash() uint32 { return c.hash }
func (c *cosigner) Verify(msg, sig []byte) bool {
	if len(sig) != 8+ed25519.SignatureSize {
		return false
	}
	c.at = binary.BigEndian.Uint64(sig)
	signed := "cosignature/v1\ntime " + strconv.FormatUint(c.at, 10) + "\n" + string(msg)
	return ed25519.Verify(c.key, []byte(signed), sig[8:])
}

func newCosigner(vkey string) (*cosigner, error) {
	parts := strings.SplitN(vkey, "+", 3)
	if len(parts) != 3 {
		return nil, fmt.Errorf("%q is no vkey", vkey)
	}
	data, err := base64.StdEncoding.DecodeString(parts[2])
	if err != nil || len(data) != 1+ed25519.PublicKeySize || data[0] != cosignatureV1 {
		return nil, fmt.Errorf("%q is no witness's vkey", vkey)
	}
	id := sha256.Sum256(append([]byte(parts[0]+"\n"), data...))
	hash := binary.BigEndian.Uint32(id[:4])
	if fmt.Sprintf("%08x", hash) != parts[1] {
		return nil, fmt.Errorf("%q: the key id does not fit", vkey)
	}
	return &cosigner{name: parts[0], hash: hash, key: data[1:]}, nil
}

func run(args []string) error {
	if len(args) < 3 {
		return fmt.Errorf("usage: open_cosigned CHECKPOINT LOG_VKEY WITNESS_VKEY…")
	}
	msg, err := os.ReadFile(args[0])
	if err != nil {
		return err
	}
	log, err := note.NewVerifier(args[1])
	if err != nil {
		return err
	}
	verifiers := []note.Verifier{log}
	witnesses := map[string]*cosigner{}
	for _, vkey := range args[2:] {
		witness, err := newCosigner(vkey)
		if err != nil {
			return err
		}
		verifiers = append(verifiers, witness)
		witnesses[witness.name] = witness
	}
	opened, err := note.Open(msg, note.VerifierList(verifiers...))
	if err != nil {
		return err
	}
	if len(opened.Sigs) != len(verifiers) {
		return fmt.Errorf("%d of %d signatures are there", len(opened.Sigs), len(verifiers))
	}
	for _, sig := range opened.Sigs {
		if witness := witnesses[sig.Name]; witness != nil {
			at := time.Unix(int64(witness.at), 0)
			if age := time.Since(at); age < -time.Hour || age > time.Hour {
				return fmt.Errorf("%s cosigned at %s, which is not now", sig.Name, at)
			}
			fmt.Println(sig.Name, "cosigned")
		} else {
			fmt.Println(sig.Name, "signed")
		}
	}
	return nil
}

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
