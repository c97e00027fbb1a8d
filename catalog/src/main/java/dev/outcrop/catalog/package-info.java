/** Which models exist and what answers them: foundation models, ARNs, inference profiles, serving rules. */
@NullMarked
package dev.outcrop.catalog;

import org.jspecify.annotations.NullMarked;
