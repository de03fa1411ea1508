# sunledger-verify is what an outsider installs: it must not need the store, nor anything that writes (house.md).
execute_process(COMMAND ldd ${PROGRAM} OUTPUT_VARIABLE libraries RESULT_VARIABLE status)
if(NOT status EQUAL 0 OR libraries STREQUAL "")
  message(FATAL_ERROR "ldd ${PROGRAM} failed")
endif()
if(libraries MATCHES "rocksdb")
  message(FATAL_ERROR "sunledger-verify links the store:\n${libraries}")
endif()
