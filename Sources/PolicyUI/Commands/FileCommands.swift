extension CommandCatalogue {
  /// What reads files of policies, and writes them.
  static let files: [Command] = [
    Command(.importOpen, ["I"], "import", "Read a file of policies, to queue what it says", in: [.browse]),
    Command(.importMend, ["enter"], "open", "Mend or change the row in a form", in: [.importing], importance: 9),
    Command(.importQueue, ["Q", "alt-q"], "queue", "Queue all rows that are ready", in: [.importing], importance: 10),
    Command(
      .importRest,
      ["w"],
      "write the rest",
      "Write the lines that are not taken into a new file, as they stand",
      in: [.importing],
      importance: 8
    ),
    Command(
      .importQuotes,
      ["\""],
      "curly quotes",
      "Read curly quotation marks around a field as straight ones, or no longer",
      in: [.importing]
    ),
    Command(.columnsAccept, ["enter"], "read", "Read the file so", in: [.columns], importance: 9),
    Command(.pathComplete, ["tab"], "complete", "Complete the name; again goes on to the next", in: [.path]),
    Command(.exportOpen, ["E"], "export", "Write what is shown, or marked, to a CSV or JSON file", in: [.browse]),
  ]
}
