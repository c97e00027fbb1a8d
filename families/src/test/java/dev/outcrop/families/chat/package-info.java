@NullMarked
package dev.outcrop.families.chat;

import org.jspecify.annotations.NullMarked;
