// swift-tools-version: 6.2
import PackageDescription

/// `POSTERN_STRICT=1` (CI sets it): a warning in this package's own code is an error, never one in a dependency.
let strict = Context.environment["POSTERN_STRICT"] == "1"

/// `POSTERN_FUZZ=1` (`.ci/fuzz` sets it): the rooms that read what comes from outside are built for libFuzzer.
let fuzzing = Context.environment["POSTERN_FUZZ"] == "1"

/// `POSTERN_BENCH=1` (`.ci/bench` sets it): the benchmarks are there too, with no package beyond those below.
let benchmarking = Context.environment["POSTERN_BENCH"] == "1"

/// The theme files that are compiled into the binary.
///
/// `ThemingTests` compares this list with the folder.
let shippedThemes = [
  "default-dark", "default-light", "high-contrast-dark", "high-contrast-light",
  "colorblind-dark", "colorblind-light", "mono", "terminal",
  "dracula", "alucard", "catppuccin-mocha", "catppuccin-latte",
  "gruvbox-dark", "gruvbox-light", "nord", "solarized-dark",
]

// MARK: - Libraries, each imported by the rooms that name it below and by no other

let grdb = Target.Dependency.product(name: "GRDB", package: "GRDB.swift")
let toml = Target.Dependency.product(name: "TOMLKit", package: "TOMLKit")
let collections = Target.Dependency.product(name: "OrderedCollections", package: "swift-collections")
let arguments = Target.Dependency.product(name: "ArgumentParser", package: "swift-argument-parser")
let sockets = Target.Dependency.product(name: "FlyingSocks", package: "FlyingFox")

// MARK: - The rooms

let rooms: [Target] = [
  .systemLibrary(name: "CNcurses"),
  .systemLibrary(name: "CPSL"),
  .systemLibrary(name: "CIDN2"),
  .systemLibrary(name: "CPCRE2"),
  .systemLibrary(name: "CMalloc"),
  // Loaded when they are first needed, so that no start pays for them: small tables in C.
  .target(name: "CCurl"),
  .target(name: "CCrypto"),
  .target(name: "CZip"),
  // Half of the program's size would be data of Foundation's that nothing here asks for.
  .target(name: "CEmptyICU"),
  .target(
    name: "CBuildInfo",
    cSettings: Context.environment["POSTERN_COMMIT"].map { [.define("POSTERN_COMMIT", to: "\"\($0)\"")] } ?? []
  ),

  .target(name: "Values"),
  .target(name: "JSONText"),
  .target(name: "TOMLText", dependencies: [toml]),
  .target(name: "Patterns", dependencies: ["Values", "CPSL", "CIDN2", "CPCRE2"]),
  .target(name: "Languages"),
  .target(name: "Mail", dependencies: ["Values", "Patterns"]),
  .target(name: "MailLog", dependencies: ["Values", "JSONText", "Mail", "Policies"]),

  .target(name: "Policies", dependencies: ["Values", "JSONText"]),
  .target(
    name: "PolicyCore",
    dependencies: [
      "Values", "JSONText", "Patterns", "Languages", "Mail", "MailLog", "Policies", "CCrypto", collections,
    ]
  ),
  .target(name: "PolicyQuery", dependencies: ["Values", "Policies", "PolicyCore"]),
  .target(
    name: "PolicyFiles",
    dependencies: ["Values", "JSONText", "TOMLText", "Patterns", "Mail", "Policies", "PolicyCore", toml]
  ),
  .target(name: "PolicyAPI", dependencies: ["Values", "MailLog", "Policies", "PolicyCore", "CCurl"]),
  .target(name: "PolicyStore", dependencies: ["Values", "MailLog", "Policies", "PolicyCore", grdb]),
  .target(name: "Configuration", dependencies: ["Values", "Policies", "PolicyCore", "TOMLText", toml]),

  .target(name: "Canvas"),
  .target(name: "Terminal", dependencies: ["Canvas", "CNcurses"]),
  .target(
    name: "Theming",
    dependencies: ["Canvas", "TOMLText", toml],
    resources: shippedThemes.map { .embedInCode("../../themes/\($0).toml") }
  ),
  .target(
    name: "PolicyUI",
    dependencies: [
      "Values", "JSONText", "Mail", "Policies", "PolicyCore", "PolicyQuery", "PolicyFiles", "Canvas", "Theming",
    ]
  ),

  .target(name: "Sandbox", dependencies: ["CZip", sockets, grdb]),
  .executableTarget(
    name: "postern",
    dependencies: [
      "CBuildInfo", "CEmptyICU", "CMalloc",
      "Values", "JSONText", "Mail", "MailLog", "Policies", "PolicyCore", "PolicyQuery", "PolicyFiles", "PolicyAPI",
      "PolicyStore", "Configuration", "Canvas", "Terminal", "Theming", "PolicyUI",
      "Sandbox", arguments,
    ]
  ),
]

// MARK: - Their tests

let tests: [Target] = [
  .systemLibrary(name: "CTLS", path: "Tests/CTLS"),
  .target(name: "TestSupport", dependencies: ["Values", "Policies", "PolicyCore"], path: "Tests/TestSupport"),
  .testTarget(name: "ArchitectureTests"),
  .testTarget(name: "ValuesTests", dependencies: ["Values", "Patterns", "PolicyCore", "TestSupport"]),
  .testTarget(name: "JSONTextTests", dependencies: ["JSONText", "PolicyCore", "TestSupport"]),
  .testTarget(name: "TOMLTextTests", dependencies: ["TOMLText", "TestSupport"]),
  .testTarget(name: "PatternsTests", dependencies: ["Values", "Patterns", "TestSupport"]),
  .testTarget(name: "LanguagesTests", dependencies: ["Languages", "CPCRE2", "CPSL", "TestSupport"]),
  .testTarget(name: "MailTests", dependencies: ["Mail", "Values", "TestSupport"]),
  .testTarget(name: "MailLogTests", dependencies: ["MailLog", "Mail", "Values", "TestSupport"]),
  .testTarget(name: "PoliciesTests", dependencies: ["Values", "JSONText", "Policies", "PolicyCore", "TestSupport"]),
  .testTarget(
    name: "PolicyCoreTests",
    dependencies: [
      "Values", "JSONText", "Patterns", "Languages", "Mail", "MailLog", "Policies", "PolicyCore", "PolicyQuery",
      "PolicyFiles", "TestSupport", "CTLS",
    ]
  ),
  .testTarget(
    name: "PolicyQueryTests",
    dependencies: ["Values", "Policies", "PolicyCore", "PolicyQuery", "TestSupport"]
  ),
  .testTarget(
    name: "PolicyFilesTests",
    dependencies: ["Values", "JSONText", "Mail", "Policies", "PolicyCore", "PolicyFiles", "TestSupport"]
  ),
  .testTarget(
    name: "PolicyStoreTests",
    dependencies: ["Values", "Mail", "MailLog", "Policies", "PolicyCore", "PolicyStore", "TestSupport", grdb]
  ),
  .testTarget(
    name: "ConfigurationTests",
    dependencies: ["Values", "Policies", "PolicyCore", "Configuration", "TestSupport"]
  ),
  .testTarget(name: "CanvasTests", dependencies: ["Canvas"]),
  .executableTarget(name: "TerminalDriver", dependencies: ["Canvas", "Terminal"], path: "Tests/TerminalDriver"),
  .testTarget(name: "TerminalTests", dependencies: ["Canvas", "Terminal", "TerminalDriver", "TestSupport"]),
  .testTarget(name: "ThemingTests", dependencies: ["Canvas", "Theming"]),
  .testTarget(
    name: "PolicyUITests",
    dependencies: [
      "Values", "Mail", "Policies", "PolicyCore", "PolicyQuery", "PolicyFiles", "Canvas", "Theming", "PolicyUI",
      "TestSupport",
    ],
    exclude: ["Pictures"]
  ),
  .testTarget(
    name: "PolicyAPITests",
    dependencies: ["Values", "Mail", "MailLog", "Policies", "PolicyCore", "PolicyAPI", "Sandbox", "CTLS"]
  ),
  .testTarget(name: "SandboxTests", dependencies: ["Sandbox", grdb]),
  .testTarget(
    name: "SubmissionTests",
    dependencies: [
      "Values", "JSONText", "Policies", "PolicyCore", "PolicyQuery", "PolicyFiles", "PolicyAPI", "PolicyStore",
      "Sandbox", "TestSupport",
    ]
  ),
  .testTarget(
    name: "posternTests",
    dependencies: [
      "Values", "JSONText", "Policies", "PolicyCore", "PolicyQuery", "PolicyStore", "Configuration", "Canvas",
      "Terminal", "Theming", "PolicyUI", "postern", "TestSupport", arguments,
    ]
  ),
  .testTarget(name: "EndToEndTests", dependencies: ["Sandbox", "postern", "CTLS"]),

  // The readers as functions of bytes; the test replays seeds and finds, the fuzzer looks for more.
  .target(
    name: "FuzzTargets",
    dependencies: [
      "Values", "Patterns", "Mail", "MailLog", "Policies", "PolicyCore", "PolicyQuery", "PolicyFiles", "PolicyAPI",
      "Configuration", "Canvas", "Terminal", "Theming", "TestSupport",
    ],
    path: "Tests/FuzzTargets",
    exclude: ["Seeds"]
  ),
  .testTarget(name: "FuzzTests", dependencies: ["FuzzTargets"]),
]

let fuzzers: [Target] = [
  .systemLibrary(name: "CFuzzer", path: "Tests/CFuzzer"),
  .executableTarget(
    name: "Fuzzer",
    dependencies: ["FuzzTargets", "CFuzzer"],
    path: "Tests/Fuzzer",
    linkerSettings: [.unsafeFlags(["-sanitize=fuzzer", "-use-ld=lld"])]
  ),
]

let benchmarks: [Target] = [
  .executableTarget(
    name: "Benchmarks",
    dependencies: [
      "Values", "Mail", "MailLog", "Policies", "PolicyCore", "PolicyQuery", "PolicyStore", "TestSupport", arguments,
    ],
    path: "Tests/Benchmarks"
  )
]

let package = Package(
  name: "postern",
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/apple/swift-collections", from: "1.6.0"),
    .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
    .package(url: "https://github.com/LebJe/TOMLKit", from: "0.6.0"),
    .package(url: "https://github.com/swhitty/FlyingFox", from: "0.27.1"),
  ],
  targets: rooms + tests + (fuzzing ? fuzzers : []) + (benchmarking ? benchmarks : []),
  swiftLanguageModes: [.v6]
)

for target in package.targets where target.type != .system {
  target.swiftSettings =
    [
      .enableUpcomingFeature("ExistentialAny"),
      .enableUpcomingFeature("InternalImportsByDefault"),
      .enableUpcomingFeature("MemberImportVisibility"),
    ] + (strict ? [.treatAllWarnings(as: .error)] : [])
  // The fuzzer asks for internal names, as tests do, and sees only what was compiled for it.
  if fuzzing { target.swiftSettings?.append(.unsafeFlags(["-enable-testing", "-sanitize=fuzzer"])) }
}
