#pragma once
// Canonical Cap'n Proto, judged directly on the bytes (capnproto.org/encoding.html#canonicalization), and with nothing
// empty that should be absent (evolution rule 3).
//
// The contract is formats.md's: bytes are acceptable only if capnp::canonicalize(root) gives these very bytes. Building
// the message anew for that costs ten times as much as reading it, so this walk says the same without building, and is
// stricter in nothing that our schema can hold: lists of more elements than fit an event, nesting deeper than ten. The
// tests hold it against canonicalize, byte by byte and mutation by mutation.

#include "ledger/base/bytes.h"

namespace sunledger {

enum class Form { good, not_canonical, has_empty };

// `bytes` is any memory, of any alignment; a length that is no whole number of words is not canonical.
Form canonical_form(BytesView bytes);

}  // namespace sunledger
