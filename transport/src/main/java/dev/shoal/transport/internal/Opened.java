package dev.shoal.transport.internal;

/** Goes through the pipeline when greetings may be exchanged: it is settled how, and with whom. */
enum Opened {
  EVENT
}
