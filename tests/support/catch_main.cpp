// The one place that compiles Catch's own main.
#define CATCH_CONFIG_MAIN
#include <catch2/catch.hpp>
