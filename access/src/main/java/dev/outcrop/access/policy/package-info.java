/**
 * IAM identity policies: read and checked when they are written, compiled once, evaluated for every call. Knows the actions and
 * resource types of Bedrock as data ({@code iam-bedrock.json}); which call needs which action is the server's to say.
 */
@NullMarked
package dev.outcrop.access.policy;

import org.jspecify.annotations.NullMarked;
