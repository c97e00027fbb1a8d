/**
 * Users, roles, their credentials and policies. Secrets arrive sealed or hashed; what would open them is never kept here.
 */
@NullMarked
package dev.outcrop.store.access;

import org.jspecify.annotations.NullMarked;
