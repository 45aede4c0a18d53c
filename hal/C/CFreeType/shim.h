#pragma once

#include <ft2build.h>
#include FT_FREETYPE_H

// FT_LOAD_TARGET_MONO is a macro with a cast, which Swift does not see: render black or white,
// hinted for that.
static const FT_Int32 suanpan_load_monochrome =
    FT_LOAD_RENDER | FT_LOAD_MONOCHROME | FT_LOAD_TARGET_MONO;

// In the font's own units: for asking how wide a letter is meant to be.
static const FT_Int32 suanpan_load_unscaled = FT_LOAD_NO_SCALE;
