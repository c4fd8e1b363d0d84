import Values

/// The command lines that most starts consist of, and the help pages that are of no command.
///
/// They are taken without the argument parser: the look-ups of types that it needs take longer than all else before the
/// first frame.
enum QuickStart: Equatable {
  case version
  case browse
  case demo
  case helpFilter
  case helpStatus

  /// Gives nil for every other command line; that is the parser's.
  init?(_ arguments: [String]) {
    switch arguments {
    case ["--version"]: self = .version
    case [], ["browse"]: self = .browse
    case ["demo"]: self = .demo
    case ["help", "filter"]: self = .helpFilter
    case ["help", "status"]: self = .helpStatus
    default: return nil
    }
  }

  /// Gives the exit status.
  func run() -> Int32 {
    switch self {
    case .version:
      Output.write(BuildInfo.text + "\n")
      return Output.finish(.done).rawValue
    case .helpFilter:
      Output.write(FilterHelp.text)
      return Output.finish(.done).rawValue
    case .helpStatus:
      Output.write(ExitStatus.help)
      return Output.finish(.done).rawValue
    case .browse:
      Log.prepare(command: ["browse"], mayComplain: false)
      return ExitStatus.reporting { () throws(Problem) in
        try BrowseCommand.browse(Session.Options(), ScreenSession.Options(), silences: try SilencesDisk.configured())
      }.rawValue
    case .demo:
      Log.prepare(command: ["demo"], mayComplain: false)
      return ExitStatus.reporting { () throws(Problem) in
        try DemoCommand.demonstrate(ScreenSession.Options())
      }.rawValue
    }
  }
}
