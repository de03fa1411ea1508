#include "projections/render/statement.h"

#include <nlohmann/json.hpp>

namespace sunledger {
namespace {

using Json = nlohmann::ordered_json;

Json object_of(const NamedValues& values) {
  Json object = Json::object();
  for (const auto& [name, value] : values) object[name] = value;
  return object;
}

}  // namespace

std::string statement_of(const Document& document, const Hash& digest, bool with_positions) {
  const Provenance& from = document.provenance;
  Json statement;
  statement["report"] = document.report;
  statement["origin"] = from.origin;
  statement["position"] = from.position.value;
  statement["root"] = to_hex(from.root.view());
  statement["as_of"] = from.as_of;
  statement["versions"] = object_of(from.versions);
  statement["parameters"] = object_of(from.parameters);
  statement["language"] = from.language;
  statement["with_positions"] = with_positions;
  statement["digest"] = to_hex(digest.view());
  return statement.dump(-1, ' ', false, Json::error_handler_t::replace);
}

}  // namespace sunledger
