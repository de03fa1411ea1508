#include "ledger/proof/note.h"

#include <rapidcheck.h>

#include <catch2/catch.hpp>

#include "tests/ledger/proof/test_keys.h"

using namespace sunledger;
using testing::TestKey;

namespace {

const TestKey log_key("ledger.example/sixian");
const TestKey witness("witness.example/a");
const TestKey stranger("stranger.example");
const std::string text = "第一行\n\n第三行\n";  // an empty line inside the text is allowed

std::string signed_text() {
  return *sign_note(text, log_key.name(), log_key.public_key(), log_key.signer());
}

std::string cosignature_line(std::uint64_t seconds) {
  return format_signature_line(*cosign(text, witness.name(), witness.public_key(), seconds, witness.signer()));
}

Result<VerifiedNote> verify_with(std::string_view note, const std::vector<VerifierKey>& known) {
  return verify_note(note, known, testing::verify);
}

std::string replaced(std::string whole, std::string_view from, std::string_view to) {
  const std::size_t at = whole.find(from);
  REQUIRE(at != std::string::npos);
  return whole.replace(at, from.size(), to);
}

}  // namespace

TEST_CASE("a signed note is verified by its key and gives back its text") {
  const auto verified = verify_with(signed_text(), {log_key.vkey()});
  REQUIRE(verified);
  CHECK(verified->text == text);
  REQUIRE(verified->signatures.size() == 1);
  CHECK(verified->signatures[0].key == log_key.vkey());
  CHECK_FALSE(verified->signatures[0].cosigned_at_seconds);
}

TEST_CASE("every flipped bit of a signed note is refused") {
  const std::string note = signed_text();
  for (std::size_t i = 0; i < note.size(); ++i) {
    for (int bit = 0; bit < 8; ++bit) {
      std::string flipped = note;
      flipped[i] = static_cast<char>(flipped[i] ^ 1 << bit);
      INFO("byte " << i << " bit " << bit);
      REQUIRE_FALSE(verify_with(flipped, {log_key.vkey()}));
    }
  }
}

TEST_CASE("a signature by an unknown key is ignored, and alone it is not enough") {
  const std::string strange = *sign_note(text, stranger.name(), stranger.public_key(), stranger.signer());
  const std::string line = strange.substr(strange.rfind("\n\n") + 2);
  CHECK(verify_with(signed_text() + line, {log_key.vkey()})->signatures.size() == 1);
  CHECK(verify_with(strange, {log_key.vkey()}).error().kind == ErrorKind::corrupt);
  CHECK_FALSE(verify_with(signed_text(), {}));

  // Unknown types are unknown keys: an ML-DSA-44 signature is longer than ours.
  const NoteSignature other_type{log_key.name(), NoteKeyId{{6, 6, 6, 6}}, Bytes(2420, 7)};
  CHECK(verify_with(signed_text() + format_signature_line(other_type), {log_key.vkey()}));
}

TEST_CASE("a known key whose signature fails rejects the whole note, however many others hold") {
  const NoteSignature forged{witness.name(), witness.vkey().id(), Bytes(64, 1)};
  const std::string note = signed_text() + format_signature_line(forged);
  CHECK(verify_with(note, {log_key.vkey()}));
  const auto refused = verify_with(note, {log_key.vkey(), witness.vkey()});
  REQUIRE_FALSE(refused);
  CHECK(refused.error().kind == ErrorKind::corrupt);

  // A signature of another length by a known key is a failed one.
  for (const std::size_t length : std::initializer_list<std::size_t>{1, 63, 65, 72}) {
    const NoteSignature odd{witness.name(), witness.vkey().id(), Bytes(length, 1)};
    CHECK_FALSE(verify_with(signed_text() + format_signature_line(odd), {log_key.vkey(), witness.vkey()}));
  }
}

TEST_CASE("a key that signs twice counts once, and its second signature has to hold too") {
  const std::string line = signed_text().substr(signed_text().rfind("\n\n") + 2);
  const auto twice = verify_with(signed_text() + line, {log_key.vkey(), log_key.vkey()});
  REQUIRE(twice);
  CHECK(twice->signatures.size() == 1);

  const NoteSignature forged{log_key.name(), log_key.vkey().id(), Bytes(64, 1)};
  CHECK_FALSE(verify_with(signed_text() + format_signature_line(forged), {log_key.vkey()}));
}

TEST_CASE("a cosignature is verified with its time, and with no other") {
  const std::string note = signed_text() + cosignature_line(1727964367);
  const VerifierKey witness_key = witness.vkey(NoteKeyType::cosignature_v1);
  const auto verified = verify_with(note, {log_key.vkey(), witness_key});
  REQUIRE(verified);
  REQUIRE(verified->signatures.size() == 2);
  CHECK(verified->signatures[1].key == witness_key);
  CHECK(verified->signatures[1].cosigned_at_seconds == 1727964367);

  auto later = *cosign(text, witness.name(), witness.public_key(), 1727964367, witness.signer());
  ++later.bytes[7];
  CHECK_FALSE(verify_with(signed_text() + format_signature_line(later), {log_key.vkey(), witness_key}));
  later.bytes.resize(5);
  CHECK_FALSE(verify_with(signed_text() + format_signature_line(later), {log_key.vkey(), witness_key}));
}

TEST_CASE("the same key has another id as a witness, so that a cosignature is never taken for a signature") {
  const TestKey both("both.example");
  const auto cosignature = *cosign(text, both.name(), both.public_key(), 5, both.signer());
  CHECK(both.vkey().id() != both.vkey(NoteKeyType::cosignature_v1).id());
  CHECK_FALSE(verify_with(text + "\n" + format_signature_line(cosignature), {both.vkey()}));
}

TEST_CASE("malformed notes are refused") {
  const std::string note = signed_text();
  const auto refused = [](std::string_view bad) {
    const auto parsed = parse_note(bad);
    return !parsed && parsed.error().kind == ErrorKind::invalid;
  };
  REQUIRE(parse_note(note));
  CHECK(refused(""));
  CHECK(refused("\n"));
  CHECK(refused(text));
  CHECK(refused(text + "\n"));
  CHECK(refused(note.substr(0, note.size() - 1)));
  CHECK(refused(note + "\n"));
  CHECK(refused(note + "not a signature line\n"));
  CHECK(refused(replaced(note, "\xe2\x80\x94 ", "- ")));            // no em dash
  CHECK(refused(replaced(note, "\xe2\x80\x94 ", "\xe2\x80\x94")));  // no space
  CHECK(refused(replaced(note, "sixian", "six ian")));
  CHECK(refused(replaced(note, "sixian", "six+ian")));
  CHECK(refused(replaced(note, "sixian", "six\xe3\x80\x80ian")));  // an ideographic space
  CHECK(refused(replaced(note, "第一行", "tab\t")));
  CHECK(refused(replaced(note, "第一行", "carriage return\r")));
  CHECK(refused(replaced(note, "第一行", std::string_view("\0", 1))));
  CHECK(refused(replaced(note, "第一行", "\x7f")));
  CHECK(refused(replaced(note, "第一行", "\xc2\x85")));      // C1 control character
  CHECK(refused(replaced(note, "第一行", "\xc0\xaf")));      // overlong
  CHECK(refused(replaced(note, "第一行", "\xed\xa0\x80")));  // surrogate
  CHECK(refused(replaced(note, "第一行", "\xf4\x90\x80\x80")));
  CHECK(refused(replaced(note, "第一行", "\xff")));
  CHECK(refused(text + "\n\xe2\x80\x94 name AAAA\n"));      // only three bytes: no key id
  CHECK(refused(text + "\n\xe2\x80\x94 name AAAAAA==\n"));  // a key id and no signature
  CHECK(refused(text + "\n\xe2\x80\x94 name AAAAAAA=\n\xe2\x80\x94 name\n"));
  CHECK(parse_note(text + "\n\xe2\x80\x94 name AAAAAAA=\n"));
}

TEST_CASE("a note is bounded in size and in signatures") {
  const std::string line = "\xe2\x80\x94 name AAAAAAA=\n";
  std::string note = text + "\n";
  for (std::size_t i = 0; i < note_signature_limit; ++i) note += line;
  CHECK(parse_note(note)->signatures.size() == note_signature_limit);
  CHECK_FALSE(parse_note(note + line));

  const std::string longest(note_size_limit_bytes - line.size() - 2, 'a');
  CHECK(parse_note(longest + "\n\n" + line));
  CHECK_FALSE(parse_note("a" + longest + "\n\n" + line));
}

TEST_CASE("a note and its parts have one spelling") {
  const std::string note = signed_text() + cosignature_line(7);
  CHECK(format_note(*parse_note(note)) == note);
  CHECK(format_vkey(*parse_vkey(format_vkey(log_key.vkey()))) == format_vkey(log_key.vkey()));
}

TEST_CASE("what cannot be a note is not signed") {
  const auto sign = [](std::string_view bad, std::string_view name = "name") {
    return sign_note(bad, name, log_key.public_key(), log_key.signer());
  };
  REQUIRE(sign("good\n"));
  CHECK_FALSE(sign(""));
  CHECK_FALSE(sign("no newline"));
  CHECK_FALSE(sign("tab\t\n"));
  CHECK_FALSE(sign("\xff\n"));
  CHECK_FALSE(sign("good\n", ""));
  CHECK_FALSE(sign("good\n", "a b"));
  CHECK_FALSE(sign("good\n", "a+b"));
  CHECK_FALSE(sign("good\n", "a\nb"));
  CHECK_FALSE(cosign("good\n", "a+b", log_key.public_key(), 1, log_key.signer()));
}

TEST_CASE("a verifier key is read back, and refused with any character changed") {
  const std::string vkey = format_vkey(witness.vkey(NoteKeyType::cosignature_v1));
  REQUIRE(*parse_vkey(vkey) == witness.vkey(NoteKeyType::cosignature_v1));
  for (std::size_t i = 0; i < vkey.size(); ++i) {
    for (char other : {'A', 'a', '0', '+', ' ', '=', '\n', '\0'}) {
      std::string changed = vkey;
      if (changed[i] == other) continue;
      changed[i] = other;
      INFO("character " << i << " to " << static_cast<int>(other));
      REQUIRE_FALSE(parse_vkey(changed));
    }
    REQUIRE_FALSE(parse_vkey(vkey.substr(0, i)));
  }
  CHECK_FALSE(parse_vkey(vkey + "\n"));
}

TEST_CASE("any text that is signed verifies, and its signature does not hold for another text") {
  REQUIRE(rc::check([](const std::vector<std::string>& words, const std::string& more) {
    std::string any;
    for (const std::string& word : words) any += to_hex(as_bytes(word)) + "\n";
    any += to_hex(as_bytes(more)) + "\n";
    const auto note = sign_note(any, log_key.name(), log_key.public_key(), log_key.signer());
    RC_ASSERT(note.ok());
    const auto verified = verify_with(*note, {log_key.vkey()});
    RC_ASSERT(verified.ok());
    RC_ASSERT(verified->text == any);
    RC_ASSERT_FALSE(verify_with("x" + *note, {log_key.vkey()}).ok());
  }));
}
