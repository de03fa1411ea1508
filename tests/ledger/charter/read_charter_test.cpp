// A charter is read as a person wrote it, and every kind of wrong file is told where and what.

#include "ledger/charter/read_charter.h"

#include <algorithm>
#include <catch2/catch.hpp>

#include "ledger/charter/charter_check.h"

using namespace sunledger;

namespace {

const std::string head = "title = \"某县\"\nplace = \"某县\"\ndocument = \"方案\"\n";  // lines 1 to 3

CharterCheck check(const std::string& body) {
  return check_charter(head + body, shipped_defaults());
}

std::vector<std::string> remarks(const CharterCheck& checked, CharterRemark::Weight weight) {
  std::vector<std::string> texts;
  for (const auto& remark : checked.remarks) {
    if (remark.weight == weight) texts.push_back(to_text(remark, "c.toml"));
  }
  return texts;
}

std::vector<std::string> errors(const std::string& body) {
  return remarks(check(body), CharterRemark::Weight::error);
}

// One error, at this place and beginning so.
void check_error(const std::string& body, const std::string& expected) {
  const auto found = errors(body);
  CAPTURE(body, found);
  REQUIRE(found.size() == 1);
  CHECK(found.front().substr(0, expected.size()) == expected);
  CHECK_FALSE(check(body).charter);
}

std::string value_of(const Charter& charter, std::string_view name) {
  const auto* parameter = find_parameter(charter.parameters, name);
  REQUIRE(parameter != nullptr);
  return parameter->value;
}

}  // namespace

TEST_CASE("a value is written with its clause, and what the document does not give is a default that says so") {
  const auto charter =
      read_charter(head + "decision.quorum = { value = \"3/4\", clause = \"二(三)\" }\n", shipped_defaults(), "c.toml");
  REQUIRE(charter);
  CHECK(charter->title == "某县");
  CHECK(charter->document == "方案");
  const auto* quorum = find_parameter(charter->parameters, "decision.quorum");
  REQUIRE(quorum != nullptr);
  CHECK(*quorum == Parameter{"decision.quorum", "3/4", "二(三)", false});
  const auto* years = find_parameter(charter->parameters, "carry_over.years");
  REQUIRE(years != nullptr);
  CHECK(*years == Parameter{"carry_over.years", "2", "预算法第四十二条", true});
  CHECK(check_parameters(charter->parameters).ok());
}

TEST_CASE("a table's clause is the clause of the values in it that have none of their own") {
  const auto checked = check(
      "[composition]\nclause = \"一\"\ncongress.represented = \"65/100\"\n"
      "presidium.grassroots = { value = \"35/100\", clause = \"二\" }\n");
  REQUIRE(checked.charter);
  CHECK(find_parameter(checked.charter->parameters, "composition.congress.represented")->clause == "一");
  CHECK(find_parameter(checked.charter->parameters, "composition.presidium.grassroots")->clause == "二");
}

TEST_CASE("approval tiers are numbered from one and replace the default ones altogether") {
  const auto checked = check(
      "approval.tiers = [{ up_to = \"1000\", by = \"approver\", clause = \"R2\" },\n"
      "  { up_to = \"5000.5\", by = \"approver\", clause = \"R2\" }, { by = \"meeting\", clause = \"R2\" }]\n");
  REQUIRE(checked.charter);
  CHECK(value_of(*checked.charter, "approval.tiers.1.up_to") == "1000.00");
  CHECK(value_of(*checked.charter, "approval.tiers.2.up_to") == "5000.50");
  CHECK(value_of(*checked.charter, "approval.tiers.3.by") == "meeting");
  CHECK(find_parameter(checked.charter->parameters, "approval.tiers.3.up_to") == nullptr);

  const auto one = check("approval.tiers = [{ by = \"meeting\", clause = \"x\" }]\n");
  REQUIRE(one.charter);
  CHECK(find_parameter(one.charter->parameters, "approval.tiers.1.up_to") == nullptr);
  CHECK(find_parameter(one.charter->parameters, "approval.tiers.2.by") == nullptr);
}

TEST_CASE("sets are sorted and sequences keep their order") {
  const auto checked = check(
      "payment.methods = { value = [\"transfer\", \"card\"], clause = \"x\" }\n"
      "decision.steps.fund = { value = [\"risk\", \"legal\", \"meeting\", \"execution\"], clause = \"x\" }\n"
      "tasks.marks = { value = [], clause = \"x\" }\n");
  REQUIRE(checked.charter);
  CHECK(value_of(*checked.charter, "payment.methods") == "card,transfer");
  CHECK(value_of(*checked.charter, "decision.steps.fund") == "risk,legal,meeting,execution");
  CHECK(value_of(*checked.charter, "tasks.marks").empty());
}

TEST_CASE("a rule may be named with dots or in quotes") {
  for (const char* body : {"rules.budget.available = { value = \"find\", clause = \"x\" }\n",
                           "[rules]\n\"budget.available\" = { value = \"find\", clause = \"x\" }\n"}) {
    const auto checked = check(body);
    REQUIRE(checked.charter);
    CHECK(value_of(*checked.charter, "rules.budget.available") == "find");
  }
}

TEST_CASE("text that is not TOML is refused with its place") {
  check_error("decision.quorum = \n", "c.toml:4:");
  check_error("a = \xFF\n", "c.toml:4:");
  check_error("\n" + std::string(17, '.') + "\n", "c.toml:5:1: The line has more dots");
  check_error("[report]\n [[报告]]\n", "c.toml:5:4: The file is not valid TOML:");
  check_error("[.report]\n", "c.toml:4:2: The file is not valid TOML:");
  check_error("[report]\n [[报告]]", "c.toml:5:4: The file is not valid TOML:");
  check_error("carry_over.years = é2\n", "c.toml:4:");
  check_error("carry_over.years。= 2\n", "c.toml:4:");
}

TEST_CASE("an unknown name is refused and the nearest known one suggested") {
  check_error("\ndecision.quorom = { value = \"2/3\", clause = \"x\" }\n",
              "c.toml:5:10: decision.quorom: No parameter has this name; did you mean decision.quorum?");
  check_error("zebra = 1\n", "c.toml:4:1: zebra: No parameter has this name.");
  check_error("\"\\u001b[2J\" = 1\n", "c.toml:4:1: A name here has characters");
}

TEST_CASE("a value of another type is refused with what is expected") {
  check_error("large_fund.threshold = { value = 50000, clause = \"x\" }\n",
              "c.toml:4:34: large_fund.threshold: The value must be an amount in yuan");
  check_error("large_fund.threshold = { value = \"5万\", clause = \"x\" }\n",
              "c.toml:4:34: large_fund.threshold: The value must be an amount in yuan");
  check_error("carry_over.years = { value = \"2\", clause = \"x\" }\n",
              "c.toml:4:30: carry_over.years: The value must be a whole number");
  check_error("decision.head_speaks_last = { value = \"yes\", clause = \"x\" }\n",
              "c.toml:4:39: decision.head_speaks_last: The value must be true or false");
  check_error("decision.quorum = { value = 0.67, clause = \"x\" }\n",
              "c.toml:4:29: decision.quorum: The value must be a share written as a fraction");
  check_error("decision.pass_base = { value = \"all\", clause = \"x\" }\n",
              "c.toml:4:32: decision.pass_base: The value must be one of: due, present.");
  check_error("payment.methods = { value = \"card\", clause = \"x\" }\n",
              "c.toml:4:29: payment.methods: The value must be a list");
  check_error("payment.methods = { value = [\"card\", \"barter\"], clause = \"x\" }\n",
              "c.toml:4:29: payment.methods: \"barter\" is not among");
  check_error("payment.methods = { value = [\"card\", \"card\"], clause = \"x\" }\n",
              "c.toml:4:29: payment.methods: The list names \"card\" twice.");
  check_error("payment.methods = { value = [], clause = \"x\" }\n", "c.toml:4:29: payment.methods: The list is empty");
  check_error("sources.fund.purposes = { value = [\"*\", \"other\"], clause = \"x\" }\n",
              "c.toml:4:35: sources.fund.purposes: \"*\" means any and stands alone");
  check_error("decision.body.fund = { value = \"a,b\", clause = \"x\" }\n",
              "c.toml:4:32: decision.body.fund: The value must be text");
}

TEST_CASE("a quorum above one and a threshold below zero are refused") {
  check_error("decision.quorum = { value = \"3/2\", clause = \"x\" }\n",
              "c.toml:4:29: decision.quorum: The share 3/2 is above one");
  check_error("decision.quorum = { value = \"-1/2\", clause = \"x\" }\n",
              "c.toml:4:29: decision.quorum: The share -1/2 is below zero");
  check_error("large_fund.threshold = { value = \"-0.01\", clause = \"x\" }\n",
              "c.toml:4:34: large_fund.threshold: The amount -0.01 is outside");
  check_error("amendment.notice_days = { value = -1, clause = \"x\" }\n",
              "c.toml:4:35: amendment.notice_days: The number -1 is outside the allowed range, 0 to 366.");
  check_error("amendment.notice_days = { value = 9223372036854775807, clause = \"x\" }\n",
              "c.toml:4:35: amendment.notice_days: The number 9223372036854775807 is outside");
}

TEST_CASE("a relaxable rule is refuse or find and nothing else, and a structural rule cannot be relaxed") {
  check_error("rules.budget.available = { value = \"warn\", clause = \"x\" }\n",
              "c.toml:4:36: rules.budget.available: The value must be one of: refuse, find.");
  check_error("rules.payment.voucher-unique = { value = \"find\", clause = \"x\" }\n",
              "c.toml:4:42: rules.payment.voucher-unique: This rule is structural");
  check_error("rules.subsidy.arithmetic = { value = \"find\", clause = \"x\" }\n",
              "c.toml:4:38: rules.subsidy.arithmetic: This rule is structural");
  check_error("rules.signature = { value = \"find\", clause = \"x\" }\n",
              "c.toml:4:7: rules.signature: This rule is not one that a charter may relax");
}

TEST_CASE("values that contradict each other are refused at the one to change") {
  check_error(
      "approval.tiers = [{ up_to = \"5000\", by = \"approver\", clause = \"x\" },\n"
      "  { up_to = \"5000\", by = \"approver\", clause = \"x\" },\n  { by = \"meeting\", clause = \"x\" }]\n",
      "c.toml:5:13: approval.tiers.2.up_to: Approval tier 2 goes up to 5000.00 yuan, not above");
  check_error("approval.tiers = [{ up_to = \"5000\", by = \"approver\", clause = \"x\" }]\n",
              "c.toml:4:29: approval.tiers.1.up_to: The last approval tier must have no upper amount");
  check_error("approval.tiers = [{ by = \"approver\", clause = \"x\" }, { by = \"meeting\", clause = \"x\" }]\n",
              "c.toml:4:61: approval.tiers.2.by: Approval tier 2 comes after");
  check_error("approval.tiers = [{ up_to = \"5000\", clause = \"x\" }]\n",
              "c.toml:4:29: approval.tiers.1.by: Approval tier 1 does not say who approves.");
  check_error(
      "approval.tiers = [{ up_to = \"5000\", by = \"meeting\", clause = \"x\" }, { by = \"approver\", clause = \"x\" "
      "}]\n",
      "c.toml:4:76: approval.tiers.2.by: Approval tier 2 gives larger amounts to one approver");
  check_error("decision.steps.fund = { value = [\"legal\"], clause = \"x\" }\n",
              "c.toml:4:33: decision.steps.fund: The steps have no \"meeting\"");
  check_error("decision.steps.fund = { value = [\"meeting\", \"legal\"], clause = \"x\" }\n",
              "c.toml:4:33: decision.steps.fund: The step \"legal\" stands after the meeting");
  check_error("decision.steps.fund = { value = [\"execution\", \"meeting\"], clause = \"x\" }\n",
              "c.toml:4:33: decision.steps.fund: The step \"execution\" stands before the meeting");
  check_error("decision.pass = { value = \"1/3\", clause = \"x\" }\n", "c.toml:4:27: decision.pass: A resolution that");
  check_error(
      "decision.pass = { value = \"1/1\", clause = \"x\" }\ndecision.pass_base = { value = \"present\", clause = \"x\" "
      "}\n",
      "c.toml:4:27: decision.pass: More than all votes");
  check_error("decision.quorum = { value = \"1/2\", clause = \"x\" }\n",
              "c.toml:4:29: decision.quorum: A meeting at quorum could never resolve");
  check_error("payment.methods = { value = [\"treasury\"], clause = \"x\" }\n",
              "c.toml: payment.person_methods: Persons may be paid by \"card\"");
  check_error("procurement.open_tender_threshold.works = { value = \"1.00\", clause = \"x\" }\n",
              "c.toml:4:53: procurement.open_tender_threshold.works: The open-tender threshold is below");
  check_error(
      "composition.congress = { clause = \"x\", represented = \"60/100\", disabled_or_relatives = \"65/100\" }\n",
      "c.toml:4:88: composition.congress.disabled_or_relatives: This share is larger");
}

TEST_CASE("a name given twice, a stray key beside a value and an empty table are refused") {
  check_error(
      "rules.budget.available = { value = \"find\", clause = \"x\" }\n"
      "rules.\"budget.available\" = { value = \"find\", clause = \"x\" }\n",
      "c.toml:5:7: rules.budget.available: It is given twice, first in line 4.");
  check_error("carry_over.years = { value = 2, clause = \"x\", note = \"y\" }\n",
              "c.toml:4:47: carry_over.years: Beside \"value\"");
  check_error("carry_over = {}\n", "c.toml:4:1: carry_over: The table is empty");
  check_error("carry_over.years = { value = 2, clause = 3 }\n", "c.toml:4:42: carry_over.years: The clause must be");
}

TEST_CASE("a charter without title or place is refused; one without its document or a clause is remarked on") {
  const auto bare = check_charter("", shipped_defaults());
  CHECK(remarks(bare, CharterRemark::Weight::error) ==
        std::vector<std::string>{"c.toml:1:1: place: The charter does not say of which place it is.",
                                 "c.toml:1:1: title: The charter has no title."});
  const auto checked = check_charter("title = \"a\"\nplace = \"b\"\ncarry_over.years = 3\n", shipped_defaults());
  REQUIRE(checked.charter);
  CHECK(remarks(checked, CharterRemark::Weight::warning) ==
        std::vector<std::string>{
            "c.toml:1:1: document: The charter does not name the document it follows.",
            "c.toml:3:20: carry_over.years: No clause says where in the document this value stands."});
}

TEST_CASE("every default that is used is listed with its value and basis") {
  const auto checked = check("carry_over.years = { value = 3, clause = \"x\" }\n");
  REQUIRE(checked.charter);
  const auto defaults = remarks(checked, CharterRemark::Weight::default_used);
  CHECK(defaults.size() == checked.charter->parameters.size() - 1);
  CHECK(std::find(defaults.begin(), defaults.end(),
                  "c.toml: publication.days: Not in the document; the default \"20\" is used (预算法第十四条).") !=
        defaults.end());
}

TEST_CASE("reading stops with the first error, its hint, and how many more there are") {
  const auto charter = read_charter(head + "zebra = 1\ncarry_over.years = { value = -1, clause = \"x\" }\n",
                                    shipped_defaults(), "c.toml");
  REQUIRE_FALSE(charter);
  CHECK(charter.error().kind == ErrorKind::invalid);
  CHECK(charter.error().message ==
        "c.toml:4:1: zebra: No parameter has this name. (1 more; see: sunledger charter check c.toml)");
  CHECK_FALSE(charter.error().hint.empty());
}

TEST_CASE("files and clauses too large for an event are refused") {
  const auto huge = check_charter(std::string(max_charter_file_bytes + 1, '#'), shipped_defaults());
  REQUIRE(remarks(huge, CharterRemark::Weight::error).size() == 1);

  std::string many;
  for (int i = 0; i < 1100; ++i) many += "k" + std::to_string(i) + " = 1\n";
  CHECK_FALSE(check(many).charter);

  check_error("carry_over.years = { value = 2, clause = \"" + std::string(513, 'x') + "\" }\n",
              "c.toml:4:42: carry_over.years: The clause must be");
}

TEST_CASE("damaged defaults are our own mistake and are called so") {
  const auto incomplete = check_charter(head, "carry_over.years = { value = 2, basis = \"x\" }\n");
  CHECK_FALSE(incomplete.charter);
  REQUIRE_FALSE(incomplete.remarks.empty());
  CHECK(incomplete.remarks.front().message.find("The defaults are damaged") == 0);
  std::string without_basis(shipped_defaults());
  const std::string basis = ", basis = \"预算法第四十二条\"";
  without_basis.erase(without_basis.find(basis), basis.size());
  CHECK_FALSE(read_defaults(without_basis));
  CHECK(read_defaults(shipped_defaults()));
}
