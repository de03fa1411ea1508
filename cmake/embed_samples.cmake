# cmake -DSAMPLES=folder -DOUTPUT=file -P embed_samples.cmake: the samples as one table in C++, so that the installed
# program has them without files of its own.
file(GLOB files "${SAMPLES}/*.json")
list(SORT files)
set(rows "")
foreach(path IN LISTS files)
  get_filename_component(kind "${path}" NAME_WE)
  file(READ "${path}" text)
  string(APPEND rows "    {\"${kind}\", R\"sample(${text})sample\"},\n")
endforeach()
file(WRITE "${OUTPUT}" "#include \"ledger/event/event_samples.h\"

namespace sunledger {
namespace {

struct Sample {
  std::string_view kind;
  const char* text;
};

constexpr Sample samples[] = {
${rows}};

}  // namespace

const char* event_sample(std::string_view kind) {
  for (const Sample& sample : samples) {
    if (sample.kind == kind) return sample.text;
  }
  return nullptr;
}

}  // namespace sunledger
")
