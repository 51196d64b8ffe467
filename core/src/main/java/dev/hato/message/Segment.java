package dev.hato.message;

/**
 * Static bytes of a program that stand together: a range of an array that the program's segments share.
 *
 * @param number counts the segments of a program from 0
 */
record Segment(int number, byte[] bytes, int from, int length) {}
