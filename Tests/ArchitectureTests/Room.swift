import Testing

/// A target of `Sources/` and everything that it may import: the one table of the arrows between the rooms.
///
/// The manifest must name the same rooms and libraries, and no source file may import what the table does not name.
/// A new arrow begins here, with a reason that a reviewer can weigh.
struct Room: Sendable, CustomTestStringConvertible {
  let name: String
  /// Rooms of this package.
  var rooms: [String] = []
  /// Libraries of other packages.
  var libraries: [String] = []
  /// Modules that come with the Swift toolchain.
  ///
  /// The standard library itself needs no import.
  var toolchain: [String] = []

  var testDescription: String { name }

  /// Everything that a source file of this room may import.
  var allowed: Set<String> { Set(rooms + libraries + toolchain) }

  static let all = [
    Room(name: "CNcurses"),
    Room(name: "CPSL"),
    Room(name: "CBuildInfo"),
    Room(name: "CEmptyICU"),
    Room(name: "CIDN2"),
    Room(name: "CPCRE2"),
    Room(name: "CMalloc"),
    Room(name: "CCurl"),
    Room(name: "CCrypto"),
    Room(name: "CZip"),

    // Texts, times, addresses, secrets: what everybody means the same by.
    Room(name: "Values", toolchain: ["Foundation"]),
    // JSON as it was written, to the byte.
    Room(name: "JSONText", toolchain: ["Foundation"]),
    Room(name: "TOMLText", libraries: ["TOMLKit"]),
    // What a pattern is made of, on the C libraries that know. No other room imports these.
    Room(name: "Patterns", rooms: ["Values", "CPSL", "CIDN2", "CPCRE2"], toolchain: ["Synchronization"]),
    // Patterns as finite automata, for any use: it knows no policy, and needs nothing but the standard library.
    Room(name: "Languages"),
    // A message as far as policies look at it, from bytes: no file is opened here.
    Room(name: "Mail", rooms: ["Values", "Patterns"]),
    // The model and its table: what a policy is, and a hundred thousand of them. Nothing is judged here.
    Room(name: "Policies", rooms: ["Values", "JSONText"], toolchain: ["Foundation", "Synchronization"]),
    // What the API tells of mail that arrived, as a table. Policies is for its quick way through JSON.
    Room(name: "MailLog", rooms: ["Values", "JSONText", "Mail", "Policies"], toolchain: ["Foundation"]),
    // The domain knows neither HTTP, nor SQL, nor a terminal, nor a path: no libc here. CCrypto is one hash.
    Room(
      name: "PolicyCore",
      rooms: ["Values", "JSONText", "Patterns", "Languages", "Mail", "MailLog", "Policies", "CCrypto"],
      libraries: ["OrderedCollections"],
      toolchain: ["Foundation", "Synchronization"]
    ),
    // What a person asks of the list: filter, order, history.
    Room(
      name: "PolicyQuery",
      rooms: ["Values", "Policies", "PolicyCore"],
      toolchain: ["Foundation", "Synchronization"]
    ),
    // What a person hands in or takes out: CSV, TOML, lists, batches. Bytes and texts; the program opens the files.
    Room(
      name: "PolicyFiles",
      rooms: ["Values", "JSONText", "TOMLText", "Patterns", "Mail", "Policies", "PolicyCore"],
      libraries: ["TOMLKit"],
      toolchain: ["Foundation"]
    ),
    // The one importer of CCurl. Glibc is for the signals of its thread and the numbers of failed connections.
    Room(
      name: "PolicyAPI",
      rooms: ["Values", "MailLog", "Policies", "PolicyCore", "CCurl"],
      toolchain: ["Foundation", "Glibc", "Synchronization"]
    ),
    Room(
      name: "PolicyStore",
      rooms: ["Values", "MailLog", "Policies", "PolicyCore"],
      libraries: ["GRDB"],
      toolchain: ["Foundation", "Glibc", "Synchronization"]
    ),
    Room(
      name: "Configuration",
      rooms: ["Values", "Policies", "PolicyCore", "TOMLText"],
      libraries: ["TOMLKit"],
      toolchain: ["Foundation", "Glibc", "Synchronization"]
    ),

    // Cells and keys are values; Foundation would bring files, processes and locales along.
    Room(name: "Canvas", toolchain: ["Synchronization"]),
    Room(
      name: "Theming",
      rooms: ["Canvas", "TOMLText"],
      libraries: ["TOMLKit"],
      toolchain: ["Foundation", "Synchronization"]
    ),
    // The only room that touches the tty.
    Room(name: "Terminal", rooms: ["Canvas", "CNcurses"], toolchain: ["Glibc", "Synchronization"]),
    // The terminal UI as data. Foundation is for dates and numbers; the source rules keep files out.
    Room(
      name: "PolicyUI",
      rooms: [
        "Values", "JSONText", "Mail", "Policies", "PolicyCore", "PolicyQuery", "PolicyFiles", "Canvas", "Theming",
      ],
      toolchain: ["Foundation", "Synchronization"]
    ),

    // No type of ours: a sandbox that shared our types would share our mistakes. CZip packs answers for a slow line.
    Room(
      name: "Sandbox",
      rooms: ["CZip"],
      libraries: ["FlyingSocks", "GRDB"],
      toolchain: ["Foundation", "Glibc", "Synchronization"]
    ),
    Room(
      name: "postern",
      rooms: [
        "CBuildInfo", "CEmptyICU", "CMalloc",
        "Values", "JSONText", "Mail", "MailLog", "Policies", "PolicyCore", "PolicyQuery", "PolicyFiles", "PolicyAPI",
        "PolicyStore", "Configuration", "Canvas", "Terminal", "Theming", "PolicyUI",
        "Sandbox",
      ],
      libraries: ["ArgumentParser"],
      toolchain: ["Dispatch", "Foundation", "Glibc", "Synchronization"]
    ),
  ]
}
