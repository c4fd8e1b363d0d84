import Foundation
import Testing

@Suite("Imports")
struct ImportTests {
  @Test("no room imports what the table does not allow")
  func sources() throws {
    let violations = ImportRule(rooms: Room.all).violations(in: try Repository.sourceFiles.get())
    #expect(violations.isEmpty, "\(violations.map(\.description).joined(separator: "\n"))")
  }

  @Test("the folders of Sources are the rooms of the table")
  func folders() throws {
    let folders = Set(try FileManager.default.contentsOfDirectory(atPath: Repository.sources.path))
    let rooms = Set(Room.all.map(\.name))
    #expect(folders.subtracting(rooms).isEmpty, "in Sources, but not in the table")
    #expect(rooms.subtracting(folders).isEmpty, "in the table, but not in Sources")
  }

  @Test("a planted violation is found, and nothing else", arguments: Plant.all)
  func planted(_ plant: Plant) throws {
    let sources = try PlantedSources()
    defer { sources.remove() }
    try sources.write(
      """
      // import Nothing: a comment imports nothing.
      let text = "import Nothing"

      #if canImport(Anything)
      \(plant.line)
      #endif
      """,
      to: "\(plant.room)/Deeper/Planted.swift"
    )
    let expected = ForbiddenImport(file: "Sources/\(plant.room)/Deeper/Planted.swift", line: 5, module: plant.module)
    #expect(ImportRule(rooms: Room.all).violations(in: try SourceFile.all(below: sources.folder)) == [expected])
  }

  @Test("a violation is planted in every room")
  func everyRoomIsPlanted() {
    #expect(Plant.all.map(\.room).sorted() == Room.all.map(\.name).sorted())
  }

  @Test(
    "every form of import is read",
    arguments: [
      ("import Alpha", ["Alpha"]),
      ("package import Alpha\npublic import Beta", ["Alpha", "Beta"]),
      ("private import Alpha; fileprivate import Beta", ["Alpha", "Beta"]),
      ("@testable import Alpha", ["Alpha"]),
      ("@preconcurrency import Alpha", ["Alpha"]),
      ("@_exported public import Alpha", ["Alpha"]),
      ("@_spi(Testing) @_implementationOnly import Alpha", ["Alpha"]),
      ("import struct Alpha.Beta", ["Alpha"]),
      ("import func Alpha.read", ["Alpha"]),
      ("import Alpha.Beta", ["Alpha"]),
      ("import /* not Beta */ Alpha", ["Alpha"]),
      ("import\n  Alpha", ["Alpha"]),
      ("import `Alpha`", ["Alpha"]),
      ("#if canImport(Alpha)\n  import Alpha\n#else\n  import Beta\n#endif", ["Alpha", "Beta"]),
      ("// import Alpha", []),
      ("/* /* nested */ import Alpha */ import Beta", ["Beta"]),
      (#"let text = "import Alpha \" import Beta""#, []),
      (#"let text = "\(call("x")) import Alpha"; import Beta"#, ["Beta"]),
      (##"let text = #"a \" import Alpha"#; import Beta"##, ["Beta"]),
      ("let text = \"\"\"\n  \" import Alpha\n  \"\"\"\nimport Beta", ["Beta"]),
      (#"let quote = /"/; import Alpha"#, ["Alpha"]),
      (##"let quote = #/ " / " /#; import Alpha"##, ["Alpha"]),
      ("let half = whole / 2; import Alpha; let quarter = half / 2", ["Alpha"]),
      ("let action = Action.import; run(import: action)", []),
    ] as [(String, [String])]
  )
  func forms(text: String, modules: [String]) {
    #expect(SwiftTokens(text).imports.map(\.module) == modules)
  }
}

/// One tempting import that a room must not make, as the line that somebody would write.
struct Plant: Sendable, CustomTestStringConvertible {
  let room: String
  let line: String
  let module: String

  var testDescription: String { "\(line) in \(room)" }

  static let all = [
    Plant(room: "CNcurses", line: "import Glibc", module: "Glibc"),
    Plant(room: "CBuildInfo", line: "import Foundation", module: "Foundation"),
    Plant(room: "CPSL", line: "import Foundation", module: "Foundation"),
    Plant(room: "CIDN2", line: "import CPSL", module: "CPSL"),
    Plant(room: "CPCRE2", line: "import Foundation", module: "Foundation"),
    Plant(room: "CMalloc", line: "import Glibc", module: "Glibc"),
    Plant(room: "CEmptyICU", line: "import Foundation", module: "Foundation"),
    Plant(room: "CCurl", line: "import Glibc", module: "Glibc"),
    Plant(room: "CCrypto", line: "import CCurl", module: "CCurl"),
    Plant(room: "Values", line: "import Glibc", module: "Glibc"),
    Plant(room: "JSONText", line: "import Values", module: "Values"),
    Plant(room: "Policies", line: "import Patterns", module: "Patterns"),
    Plant(room: "PolicyQuery", line: "import PolicyFiles", module: "PolicyFiles"),
    Plant(room: "PolicyFiles", line: "import Glibc", module: "Glibc"),
    Plant(room: "CZip", line: "import CCrypto", module: "CCrypto"),
    Plant(room: "Patterns", line: "package import struct PolicyCore.Policy", module: "PolicyCore"),
    Plant(room: "Languages", line: "import Foundation", module: "Foundation"),
    Plant(room: "Mail", line: "import Foundation", module: "Foundation"),
    Plant(room: "MailLog", line: "import PolicyCore", module: "PolicyCore"),
    Plant(room: "PolicyCore", line: "import GRDB", module: "GRDB"),
    Plant(room: "PolicyAPI", line: "@testable import Sandbox", module: "Sandbox"),
    Plant(room: "PolicyStore", line: "import class FlyingSocks.SocketPool", module: "FlyingSocks"),
    Plant(room: "Configuration", line: "import PolicyStore", module: "PolicyStore"),
    Plant(room: "TOMLText", line: "import Foundation", module: "Foundation"),
    Plant(room: "Canvas", line: "import Foundation", module: "Foundation"),
    Plant(room: "Theming", line: "@preconcurrency import Terminal", module: "Terminal"),
    Plant(room: "Terminal", line: "internal import PolicyUI", module: "PolicyUI"),
    Plant(room: "PolicyUI", line: "import CNcurses", module: "CNcurses"),
    Plant(room: "Sandbox", line: "@_exported public import PolicyCore", module: "PolicyCore"),
    Plant(room: "postern", line: "import GRDB", module: "GRDB"),
  ]
}

/// A temporary `Sources` folder in which every room makes all the imports that it may.
struct PlantedSources {
  let folder: URL

  init() throws {
    folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString).appending(path: "Sources")
    for room in Room.all {
      let lines = room.allowed.sorted().map { "import \($0)" }
      try write(lines.joined(separator: "\n"), to: "\(room.name)/Allowed.swift")
    }
  }

  func write(_ text: String, to path: String) throws {
    let file = folder.appending(path: path)
    try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try text.write(to: file, atomically: false, encoding: .utf8)
  }

  /// Takes the folder away again; one that stays behind harms nobody.
  func remove() {
    try? FileManager.default.removeItem(at: folder.deletingLastPathComponent())
  }
}
