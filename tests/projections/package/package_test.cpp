// A package verifies as it was written; whatever is missing, too much, changed, exchanged or untrue in it is named.

#include <sys/file.h>

#include <catch2/catch.hpp>

#include "ledger/base/folder.h"
#include "tests/projections/package/package_story.h"

using namespace sunledger;
using namespace sunledger::testing;

TEST_CASE("a package verifies, every check of it has looked at something") {
  const Packed packed;
  const VerifyReport report = packed.verify({});
  CHECK_FALSE(report.failed());
  CHECK_FALSE(report.incomplete());
  CHECK(report.trusted_key);
  CHECK(report.size == packed.log.size());
  CHECK(result_of(report, Check::package_complete).count == packed.written.trailer.files);
  CHECK(result_of(report, Check::package_totals).count == packed.log.size());
  CHECK(result_of(report, Check::package_history).count == 6);
  CHECK(result_of(report, Check::package_reports).count == 9);  // three reports of 2025, in three formats
  CHECK(result_of(report, Check::documents_present).count == 1);
  CHECK(result_of(report, Check::tree_checkpoints).count == packed.log.checkpoints.size());
  // A ledger's own folder is no matter of a package.
  for (const CheckResult& check : report.checks) {
    CHECK((check.check != Check::files_intact && check.check != Check::facts_recomputed));
  }
}

TEST_CASE("the same log packs to the same bytes, and under an earlier checkpoint to the earlier state") {
  Packed packed;
  REQUIRE(write_package(source_of(packed.log), packed.folder / "again").ok());
  const Folder first = Folder::open(packed.dir()).value();
  std::uint64_t files = 0;
  const Status same = first.each_file([&](const std::string& path) -> Status {
    ++files;
    CAPTURE(path);
    CHECK(packed.content(path) == read_file(packed.folder / ("again/" + path), 64 << 20).value());
    return {};
  });
  CHECK(same.ok());
  CHECK(files == packed.written.trailer.files + 2);

  PackageSource earlier = source_of(packed.log);
  const std::uint64_t size = std::next(packed.log.checkpoints.begin())->first;
  earlier.note = packed.log.checkpoints[size];
  earlier.write_tiles = [&](const std::string& dir) -> Status {
    TRY(export_tiles(packed.log, earlier.hash_tile, earlier.note, dir));
    return {};
  };
  REQUIRE(write_package(earlier, packed.folder / "earlier").ok());
  const auto report = verify_package({packed.folder / "earlier", packed.log.log_vkey(), std::nullopt}, {});
  REQUIRE(report.ok());
  CHECK(failures(*report).empty());
  CHECK(report->size == size);
}

TEST_CASE("without a key from outside a package is only consistent with itself") {
  const Packed packed;
  const auto report = verify_package({packed.dir(), std::nullopt, std::nullopt}, {});
  REQUIRE(report.ok());
  CHECK_FALSE(report->failed());
  CHECK(report->incomplete());
}

TEST_CASE("another log's key does not open a package") {
  const Packed packed;
  VerifierKey other = packed.log.log_vkey();
  other.key = packed.log.admin.public_key();
  const auto report = verify_package({packed.dir(), other, std::nullopt}, {});
  REQUIRE(report.ok());
  CHECK(report->failed());
  CHECK(result_of(*report, Check::tree_checkpoints).state == CheckState::failed);
}

TEST_CASE("each file that is missing, changed or too much is named") {
  Packed packed;
  const std::string report = "package.complete";
  SECTION("missing") {
    packed.remove(packed.document);
    CHECK(packed.failed({"package.complete"}) == report);
    CHECK(packed.why == packed.document + " is missing.");
    CHECK(packed.failed({"documents"}).starts_with("documents.present"));
  }
  SECTION("changed") {
    packed.replace("history/people.csv", "recorder", "somebody");
    CHECK(packed.failed({"package.complete"}) == report);
    CHECK(packed.why == "history/people.csv is not the file that was packed: it was changed.");
  }
  SECTION("too much") {
    packed.put("tiles/tile/9/000.p/1", "?");
    CHECK(packed.failed({"package.complete"}) == report);
    CHECK(packed.why == "tiles/tile/9/000.p/1 is in the folder, and SHA256SUMS does not name it.");
  }
  SECTION("first and last") {
    packed.put("AAA", "?");
    packed.put("zzz", "?");
    const VerifyReport found = packed.verify({"package.complete"});
    CHECK(result_of(found, Check::package_complete).problem_count == 2);
  }
}

TEST_CASE("a package that was cut off is noticed wherever it was cut") {
  Packed packed;
  SECTION("its trailer is missing") {
    packed.remove("trailer");
    CHECK(packed.failed() == "package.complete, package.totals");
    CHECK(packed.why == "The trailer is missing: the package is not whole.");
  }
  SECTION("its list ends early, at a line") {
    std::string list = packed.content("SHA256SUMS");
    list.resize(list.rfind('\n', list.size() - 2) + 1);
    packed.put("SHA256SUMS", list);
    CHECK(packed.failed() == "package.complete");
  }
  SECTION("its list ends early, inside a line") {
    std::string list = packed.content("SHA256SUMS");
    packed.put("SHA256SUMS", list.substr(0, list.size() - 7));
    CHECK(packed.failed() == "package.complete");
    CHECK(packed.why ==
          "SHA256SUMS, line " + std::to_string(packed.written.trailer.files) + ": the file ends too early.");
  }
  SECTION("its checkpoints end early") {
    std::string notes = packed.content("checkpoints");
    const std::size_t last = packed.log.checkpoints.rbegin()->second.size();
    packed.put("checkpoints", notes.substr(0, notes.size() - last));
    packed.list_again();
    CHECK(packed.failed() == "package.complete");
    CHECK(packed.why == "The last one in “checkpoints” is not tiles/checkpoint.");
  }
  SECTION("fewer entries than the trailer says, list and all made to fit") {
    const std::string& earlier = packed.log.checkpoints.begin()->second;
    packed.put("tiles/checkpoint", earlier);
    packed.list_again();
    const std::string beyond = "tree.checkpoints " + std::to_string(packed.log.checkpoints.begin()->first);
    CHECK(packed.failed({"package.complete"}) == beyond + ", package.complete");
    const VerifyReport report = packed.verify({"package.complete"});
    CHECK(report.checks.back().problems.front().message.starts_with("The trailer speaks of " +
                                                                    std::to_string(packed.log.size()) + " entries"));
    CHECK(packed.failed({"package.totals"}) == beyond + ", package.totals");
  }
  SECTION("the last bundle of entries is missing, the list made to fit") {
    packed.remove("tiles/tile/entries/001.p/" + std::to_string(packed.log.size() - 256));
    packed.list_again();
    CHECK(packed.failed({}).starts_with("entries.readable 256"));
    const VerifyReport totals = packed.verify({"package.totals"});
    CHECK(totals.incomplete());
  }
}

TEST_CASE("control totals are counted again") {
  Packed packed;
  const std::string count = std::to_string(packed.log.size());
  Trailer trailer = packed.written.trailer;
  SECTION("a sum") {
    trailer.totals.kinds.back().sum = Fen(7);
    packed.put("trailer", write_trailer(trailer));
    CHECK(packed.failed() == "package.totals");
    CHECK(packed.why.starts_with(trailer.totals.kinds.back().name + ": the trailer speaks of "));
  }
  SECTION("a count") {
    --trailer.totals.families.front().count;
    packed.put("trailer", write_trailer(trailer));
    CHECK(packed.failed() == "package.totals");
  }
  SECTION("a kind that is left out") {
    trailer.totals.kinds.pop_back();
    packed.put("trailer", write_trailer(trailer));
    CHECK(packed.failed() == "package.totals");
  }
  SECTION("a kind that stands twice") {
    trailer.totals.kinds.push_back(trailer.totals.kinds.back());
    packed.put("trailer", write_trailer(trailer));
    CHECK(packed.failed() == "package.totals");
  }
}

TEST_CASE("the sums are those of the payments") {
  const Packed packed("demo.example/county", 120);
  for (const Total& total : packed.written.trailer.totals.kinds) {
    if (total.name == "PaymentRecorded") CHECK(total == Total{"PaymentRecorded", 120, Fen(12'000)});
  }
  std::uint64_t in_families = 0;
  for (const Total& total : packed.written.trailer.totals.families) in_families += total.count;
  CHECK(in_families == packed.log.size());
}

TEST_CASE("histories that a forger rewrote, list and trailer made to fit, are not what the entries tell") {
  Packed packed;
  const auto forge = [&](const std::string& path, const std::string& from, const std::string& to) {
    packed.replace(path, from, to);
    packed.list_again();
    CHECK(packed.failed({"package.complete"}).empty());
    CHECK(packed.failed({"package.history"}) == "package.history");
  };
  SECTION("a person") {
    forge("history/people.csv", "recorder", "reorderc");
    CHECK(packed.why.starts_with("history/people.csv, line "));
  }
  SECTION("a key") {
    forge("history/keys.csv", "OfficerAppointed", "OfficerRelieved");
  }
  SECTION("the log's key") {
    forge("history/log-vkeys.csv", "0,demo", "1,demo");
  }
  SECTION("a parameter of the charter") {
    forge("charters/1.toml", "value = \"", "value = \"9");
  }
  SECTION("a row more") {
    const std::string people = packed.content("history/people.csv");
    packed.put("history/people.csv", people + people.substr(people.find('\n') + 1));
    packed.list_again();
    CHECK(packed.failed({"package.history"}) == "package.history");
    CHECK(packed.why.ends_with("there is more than the entries say."));
  }
  SECTION("a history that is not there") {
    packed.remove("history/keys.csv");
    packed.list_again();
    CHECK(packed.failed({"package.history"}) == "package.history");
  }
  SECTION("an amendment that nobody recorded") {
    packed.put("charters/77.toml", "event = \"CharterAmended\"\n");
    packed.list_again();
    CHECK(packed.failed({"package.history"}) == "package.history");
    CHECK(packed.why == "The log knows nothing of charters/77.toml.");
  }
  SECTION("a document that nobody cited") {
    packed.put("documents/ab/cdef", "not cited");
    packed.list_again();
    CHECK(packed.failed({"package.history"}) == "package.history");
  }
}

TEST_CASE("a file that has no place in a package is refused, also where the list names it") {
  Packed packed;
  const std::string more = std::to_string(packed.log.size() - 257);
  const std::vector<std::string> paths = {
      "verdict.txt", "tiles/tile/0/009", "tiles/tile/entries/001.p/" + more, "tiles/tile/entries/000.p/7",
      "tiles/other", "history/other.csv"};
  for (const std::string& path : paths) {
    CAPTURE(path);
    packed.put(path, "?");
    packed.list_again();
    CHECK(packed.failed({"package.complete"}) == "package.complete");
    CHECK(packed.why == path + " has no place in a package of " + std::to_string(packed.log.size()) + " entries.");
    packed.remove(path);
  }
}

TEST_CASE("a report that a forger changed, list and trailer made to fit, is not what the entries give") {
  Packed packed;
  const std::string report = "reports/2025/budget-execution";
  const auto forge = [&](const std::string& path, const std::string& from, const std::string& to) {
    packed.replace(path, from, to);
    packed.list_again();
    CHECK(packed.failed({"package.complete"}).empty());
    CHECK(packed.failed({"package.reports"}) == "package.reports");
    CHECK(packed.why.find(path) != std::string::npos);
  };
  SECTION("a figure") {
    forge(report + ".csv", "10000000.00", "90000000.00");
  }
  SECTION("a word of a page") {
    forge(report + ".html", "<h1>", "<h1>Audited: ");
  }
  SECTION("the conclusion") {
    forge(report + ".json", "\"conclusion\": \"", "\"conclusion\": \"All is well. ");
  }
  SECTION("a report that is not there") {
    packed.remove(report + ".html");
    packed.list_again();
    CHECK(packed.failed({"package.reports"}) == "package.reports");
  }
  SECTION("one that is no report") {
    packed.put("reports/2025/letter.html", "<html>Dear auditor</html>");
    packed.list_again();
    CHECK(packed.failed({"package.reports"}) == "package.reports");
  }
  SECTION("the report of another log") {
    const Packed other("demo.example/another", 300);
    packed.put(report + ".json", other.content(report + ".json"));
    packed.list_again();
    CHECK(packed.failed({"package.reports"}) == "package.reports");
  }
}

TEST_CASE("what is put together from two packages is refused") {
  Packed packed;
  const Packed other("demo.example/another", 300);
  const auto take = [&](const std::string& path) { packed.put(path, other.content(path)); };
  SECTION("the trailer of another") {
    take("trailer");
    CHECK(packed.failed({"package.complete"}) == "package.complete");
    CHECK(packed.why.find("demo.example/another") != std::string::npos);
  }
  SECTION("the tiles of another") {
    take("tiles/tile/entries/000");
    packed.list_again();
    CHECK(packed.verify({}).failed());
  }
  SECTION("the checkpoint of another") {
    take("tiles/checkpoint");
    packed.list_again();
    CHECK(packed.verify({}).failed());
  }
  SECTION("a checkpoint of another among the kept ones") {
    packed.put("checkpoints", other.log.checkpoints.begin()->second + packed.content("checkpoints"));
    packed.list_again();
    CHECK(packed.verify({}).failed());
  }
  SECTION("two tiles exchanged") {
    const std::string first = packed.content("tiles/tile/entries/000");
    const std::string path = "tiles/tile/entries/001.p/" + std::to_string(packed.log.size() - 256);
    packed.put("tiles/tile/entries/000", packed.content(path));
    packed.put(path, first);
    packed.list_again();
    CHECK(packed.verify({"entries", "tree"}).failed());
  }
}

TEST_CASE("links, special files and deep folders in a package are refused") {
  Packed packed;
  SECTION("a file that is a link") {
    packed.remove(packed.document);
    fs::create_symlink("/etc/passwd", packed / packed.document);
    CHECK(packed.failed({"package.complete"}) == "package.complete");
    CHECK(packed.why.find("symbolic link") != std::string::npos);
  }
  SECTION("a folder that is a link") {
    fs::create_directory_symlink("/", packed / "root");
    CHECK(packed.failed({"package.complete"}) == "package.complete");
  }
  SECTION("the trailer is a link") {
    fs::rename(packed / "trailer", packed.folder / "elsewhere");
    fs::create_symlink(packed.folder / "elsewhere", packed / "trailer");
    CHECK(packed.failed({"package.complete"}) == "package.complete");
  }
  SECTION("many folders, one in another") {
    std::string path = packed.dir();
    for (int i = 0; i < 30; ++i) path += "/d";
    fs::create_directories(path);
    CHECK(packed.failed({"package.complete"}) == "package.complete");
  }
  SECTION("a list that names a file outside") {
    const std::string list = packed.content("SHA256SUMS");
    packed.put("SHA256SUMS", list.substr(0, 64) + "  ../outside\n" + list);
    CHECK(packed.failed({"package.complete"}) == "package.complete");
    CHECK(packed.why == "SHA256SUMS, line 1: this is no path of a file in a package.");
  }
  SECTION("a trailer without end") {
    packed.put("trailer", std::string(2 << 20, 'x'));
    CHECK(packed.failed({"package.complete"}) == "package.complete");
  }
}

TEST_CASE("a package whose checkpoint is missing or no checkpoint is a damaged one") {
  Packed packed;
  SECTION("missing") {
    packed.remove("tiles/checkpoint");
  }
  SECTION("no checkpoint") {
    packed.put("tiles/checkpoint", "nothing\n");
  }
  const auto report = packed.try_verify({});
  REQUIRE_FALSE(report.ok());
  CHECK(report.error().kind == ErrorKind::corrupt);
}

TEST_CASE("green is refused on nothing") {
  const Packed packed;
  // A checkpoint over no entries, signed by the true key: nothing contradicts it, and nothing is proven.
  const std::string note =
      sign_checkpoint({packed.log.origin, 0, empty_root()}, packed.log.log_key.public_key(), [&](BytesView message) {
        return packed.log.log_key.sign(message);
      }).value();
  packed.put("tiles/checkpoint", note);
  packed.put("checkpoints", note);
  const VerifyReport report = packed.verify({"entries", "signatures"});
  CHECK_FALSE(report.failed());
  CHECK(report.size == 0);
  CHECK(report.incomplete());
  CHECK(packed.verify({}).failed());

  PackageSource source = source_of(packed.log);
  source.note = note;
  const auto refused = write_package(source, packed.folder / "empty");
  REQUIRE_FALSE(refused.ok());
  CHECK_FALSE(fs::exists(packed.folder / "empty"));
  CHECK_FALSE(fs::exists(packed.folder / "empty.unfinished"));
}

TEST_CASE("package checks are no checks of plain tiles") {
  const Packed packed;
  VerifyOptions options;
  options.only_checks = {"package.totals"};
  const auto refused = verify_log(packed.log.input(), options);
  REQUIRE_FALSE(refused.ok());
  CHECK(refused.error().kind == ErrorKind::usage);
}

TEST_CASE("a READ-ME-FIRST that says something else is worth a note") {
  Packed packed;
  packed.replace("READ-ME-FIRST.en.txt", "never from this folder", "best from this folder");
  packed.list_again();
  const VerifyReport report = packed.verify();
  CHECK_FALSE(report.failed());
  CHECK(result_of(report, Check::package_history).note_count == 1);
}

TEST_CASE("a document that the ledger lost is missing in the package, which says so") {
  Packed packed;
  packed.log.documents.clear();
  const auto written = write_package(source_of(packed.log), packed.folder / "without");
  REQUIRE(written.ok());
  CHECK(written->missing.size() == 1);
  const auto report = verify_package({packed.folder / "without", packed.log.log_vkey(), std::nullopt}, {});
  REQUIRE(report.ok());
  CHECK(failures(*report).starts_with("documents.present"));
}

TEST_CASE("a package is made whole or not at all") {
  Packed packed;
  const std::string dir = packed.folder / "next";
  SECTION("it replaces nothing") {
    fs::create_directories(dir);
    std::ofstream(dir + "/mine") << "mine";
    const auto refused = write_package(source_of(packed.log), dir);
    REQUIRE_FALSE(refused.ok());
    CHECK(refused.error().kind == ErrorKind::conflict);
    CHECK(fs::exists(dir + "/mine"));
  }
  SECTION("a failure leaves nothing behind") {
    PackageSource source = source_of(packed.log);
    source.document = [](const Hash&) -> Result<Bytes> { return make_error(ErrorKind::io, "The disk is full."); };
    CHECK_FALSE(write_package(source, dir).ok());
    CHECK_FALSE(fs::exists(dir));
    CHECK_FALSE(fs::exists(dir + ".unfinished"));
  }
  SECTION("what a killed run left is cleared away") {
    fs::create_directories(dir + ".unfinished/tiles/tile");
    std::ofstream(dir + ".unfinished/checkpoints") << "half of a no";
    REQUIRE(write_package(source_of(packed.log), dir).ok());
    CHECK_FALSE(fs::exists(dir + ".unfinished"));
    const auto report = verify_package({dir, packed.log.log_vkey(), std::nullopt}, {});
    REQUIRE(report.ok());
    CHECK(failures(*report).empty());
  }
  SECTION("what somebody else left is not") {
    fs::create_directories(dir + ".unfinished");
    std::ofstream(dir + ".unfinished/mine") << "mine";
    CHECK_FALSE(write_package(source_of(packed.log), dir).ok());
    CHECK(fs::exists(dir + ".unfinished/mine"));
  }
  SECTION("two exports of one name exclude each other") {
    fs::create_directories(dir + ".unfinished");
    const int fd = ::open((dir + ".unfinished").c_str(), O_RDONLY | O_DIRECTORY);
    REQUIRE(::flock(fd, LOCK_EX) == 0);
    const auto refused = write_package(source_of(packed.log), dir);
    ::close(fd);
    REQUIRE_FALSE(refused.ok());
    CHECK(refused.error().kind == ErrorKind::busy);
  }
}
