# Every string of the window is translated in every catalogue of assets/locale:
#   cmake -DROOT=... -DWORK=folder -DMSGCMP=msgcmp -P check_catalogues.cmake
# Mended by assets/tools/update_catalogues.sh and a translator.
set(template "${WORK}/goufang.pot")
execute_process(COMMAND bash "${ROOT}/assets/tools/update_catalogues.sh" --pot "${template}" RESULT_VARIABLE bad)
if(NOT bad EQUAL 0)
  message(FATAL_ERROR "the strings cannot be extracted")
endif()
file(GLOB catalogues "${ROOT}/assets/locale/*.po")
if(NOT catalogues)
  message(FATAL_ERROR "there are no catalogues")
endif()
foreach(catalogue IN LISTS catalogues)
  execute_process(COMMAND ${MSGCMP} "${catalogue}" "${template}" RESULT_VARIABLE bad)
  if(NOT bad EQUAL 0)
    message(SEND_ERROR "${catalogue} lacks translations: run assets/tools/update_catalogues.sh, then translate")
  endif()
endforeach()
