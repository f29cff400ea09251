#pragma once
// Precompiled for this folder: what nearly every file of the window includes.
#include <wx/wx.h>

#include <wx/artprov.h>
#include <wx/bmpbndl.h>
#include <wx/clipbrd.h>
#include <wx/dnd.h>
#include <wx/filedlg.h>
#include <wx/filename.h>
#include <wx/listctrl.h>
#include <wx/scrolwin.h>
#include <wx/simplebook.h>
#include <wx/splitter.h>
#include <wx/srchctrl.h>
#include <wx/translation.h>
#include <wx/treectrl.h>

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <unordered_map>
#include <vector>
