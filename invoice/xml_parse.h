#pragma once
// pugixml behind one small class; used by the scanner only.

#include "invoice/xml.h"

namespace goufang::invoice::xml {

class Parser {
  public:
    Parser();
    ~Parser();
    /// Parses in place; `record` must live and stay unchanged as long as the element is used. None when it is not one
    /// well-formed element with distinct attribute names.
    Element parse(std::string& record);

  private:
    struct Impl;
    std::unique_ptr<Impl> m_impl;
};

} // namespace goufang::invoice::xml
