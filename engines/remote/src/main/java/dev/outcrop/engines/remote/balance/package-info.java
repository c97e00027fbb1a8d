/** Which of several endpoints takes a call, and when none may: load, affinity, health, breakers, retries, a queue. */
@NullMarked
package dev.outcrop.engines.remote.balance;

import org.jspecify.annotations.NullMarked;
