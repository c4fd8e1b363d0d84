extension CommandCatalogue {
  /// The mail that arrived: how it is read.
  static let mail: [Command] = [
    Command(
      .mailOpen,
      ["@"],
      "mail",
      "Read what mail arrived, for usage, and for replay in the review",
      in: [.browse]
    ),
    Command(
      .mailRead,
      ["enter"],
      "read",
      "Read detections, and the mail of what is queued or marked; or go on",
      in: [.mail],
      importance: 9
    ),
    Command(.mailReadAll, ["a"], "read all", "Read all mail of the last days", in: [.mail], importance: 8),
    Command(.mailStop, ["s"], "stop", "Stop reading; what was read is kept", in: [.mail], importance: 7),
  ]
}
