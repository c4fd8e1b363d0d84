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
    Room(name: "CCurl"),
    Room(name: "CCrypto"),

    // What a pattern is made of, on the C libraries that know. No other room imports these.
    Room(name: "Patterns", rooms: ["CPSL", "CIDN2", "CPCRE2"], toolchain: ["Glibc", "Synchronization"]),
    // The domain knows neither HTTP, nor SQL, nor a terminal, nor a path: no libc here. CCrypto is one hash.
    Room(
      name: "PolicyCore",
      rooms: ["Patterns", "CCrypto"],
      libraries: ["OrderedCollections"],
      toolchain: ["Foundation", "Synchronization"]
    ),
    // The one importer of CCurl. Glibc is for the signals of its thread and the numbers of failed connections.
    Room(
      name: "PolicyAPI",
      rooms: ["PolicyCore", "CCurl"],
      toolchain: ["Foundation", "Glibc", "Synchronization"]
    ),
    Room(
      name: "PolicyStore",
      rooms: ["PolicyCore"],
      libraries: ["GRDB"],
      toolchain: ["Foundation", "Glibc", "Synchronization"]
    ),
    Room(name: "TOMLText", libraries: ["TOMLKit"]),
    Room(
      name: "Configuration",
      rooms: ["PolicyCore", "TOMLText"],
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
      rooms: ["PolicyCore", "Canvas", "Theming"],
      toolchain: ["Foundation", "Synchronization"]
    ),

    // No type of ours: a sandbox that shared our types would share our mistakes.
    Room(
      name: "Sandbox",
      libraries: ["FlyingSocks", "GRDB"],
      toolchain: ["Foundation", "Glibc", "Synchronization"]
    ),
    Room(
      name: "postern",
      rooms: [
        "CBuildInfo", "CEmptyICU",
        "PolicyCore", "PolicyAPI", "PolicyStore", "Configuration", "Canvas", "Terminal", "Theming", "PolicyUI",
        "Sandbox",
      ],
      libraries: ["ArgumentParser"],
      toolchain: ["Dispatch", "Foundation", "Glibc", "Synchronization"]
    ),
  ]
}
