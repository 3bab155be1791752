package dev.gitexport.report;

/// A change of a target that made no export.
///
/// @param result `Unpinned`, `NotPinned`, `Adopted`, `Deleted`, `Retained` or `Absent`
public record TargetReport(String target, String result) {}
