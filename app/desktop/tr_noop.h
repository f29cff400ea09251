#pragma once
/// Marks a string for the catalogue without translating it here (tables).
#define TR_NOOP(text) text
