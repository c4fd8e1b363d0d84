import ArgumentParser
import Canvas
import Configuration
import Dispatch
import Foundation
import Policies
import PolicyAPI
import PolicyCore
import PolicyUI
import Synchronization
import Terminal
import Theming
import Values

/// What every command with a screen understands.
struct ScreenOptions: ParsableArguments {
  @Flag(help: "Browse only: nothing can be queued or submitted.")
  var readOnly = false
  @Option(help: "auto, or the name of a theme.", completion: .custom(KnownNames.themes))
  var theme: String?
  @Option(help: "auto, always or never.")
  var color = ColorChoice.auto
  @Flag(help: "Draw with ASCII signs only.")
  var ascii = false

  var chosen: ScreenSession.Options {
    ScreenSession.Options(isReadOnly: readOnly, theme: theme, color: color, isASCII: ascii)
  }
}

extension ColorChoice: ExpressibleByArgument {}

/// What a screen is opened on.
protocol ScreenWorkspace: Sendable {
  var session: Session { get }
}

extension Session: ScreenWorkspace {
  var session: Session { self }
}

/// How a screen ended.
enum ScreenEnding {
  case status(ExitStatus)
  /// A person wants to work on another account: that of this label, or of the environment.
  case account(String?)
  /// And to go on with another draft.
  case draft(DraftName)
}

/// A screen from the first check of the terminal to the last word to the shell.
enum ScreenSession {
  /// How it looks and what it allows; as it stands, without a word on the command line.
  struct Options: Sendable {
    var isReadOnly = false
    var theme: String?
    var color = ColorChoice.auto
    var isASCII = false
  }

  /// Opens the workspace first, so that what is wrong with it is said in the plain terminal.
  static func run<Opened: ScreenWorkspace>(
    _ options: Options,
    open: @escaping @Sendable () async throws(Problem) -> Opened,
    close: @escaping @Sendable (Opened) async -> Void
  ) throws(Problem) -> ScreenEnding {
    let signals = try terminal { () throws(TerminalError) in try SignalQueue() }
    let opened = try wait(for: open)
    defer { waitUntil { await close(opened) } }
    let keymap = try Keymap.configured(by: opened.session.settings)
    let waker = try terminal { () throws(TerminalError) in try Waker() }
    let session = opened.session
    let wantsASCII = options.isASCII || session.settings.ascii
    let screen = try terminal { () throws(TerminalError) in try NcursesScreen(isASCII: wantsASCII) }
    let isASCII = wantsASCII || !screen.capabilities.isUTF8
    let signs: Glyphs = isASCII ? .ascii : .unicode
    let glyphs = session.settings.calm ? signs.calm : signs
    let mailbox = Mailbox<AppAction>(waker: waker)
    let memory = ScreenMemoryFile(folder: session.stateFolder)
    let remembered = memory.read()
    let views = ViewsDisk(of: session)
    let runner = EffectRunner(
      workspace: session.workspace,
      mail: MailDesk(session.mail, session.usage, days: session.settings.mailDays, mailbox: mailbox),
      mailbox: mailbox,
      memory: memory,
      views: views,
      silences: session.silences
    )
    session.waits.connect { wait in
      mailbox.post(.load(.waits(wait.problem, seconds: wait.pause / .seconds(1))))
    }
    let ending: RunLoop.Ending
    do throws(ThemeProblem) {
      let themes = try themes(options, session.settings, remembered, screen.capabilities)
      var state = AppState(
        account: session.account,
        isReadOnly: options.isReadOnly,
        keymap: keymap,
        theme: themes.initial,
        glyphs: glyphs,
        size: screen.size,
        now: Date()
      )
      state.draftName = session.workspace.draftName
      state.recall(remembered)
      state.browse.refreshMinutes = session.settings.refreshMinutes
      state.accountColor = session.colour?.color
      state.accounts = session.accounts
      state.ticket = session.settings.ticket
      state.silencesFile = session.silences?.path
      state.requiresReason = session.settings.requireReason
      state.isMouseOn = session.settings.mouse
      state.isTemporary = session.isTemporary
      state.tour = session.beginsTour ? Tour() : nil
      // Both stand in the list of messages.
      if let substitution = screen.capabilities.substitution { state.message = Message(substitution, tone: .warning) }
      if let notice = session.notice { state.message = Message(notice) }
      let loop = RunLoop(
        state: state,
        screen: screen,
        poll: EventPoll(screen: screen, signals: signals, waker: waker),
        mailbox: mailbox,
        runner: runner,
        themes: themes,
        editor: TextEditor(secretVariables: session.secretVariables),
        clipboard: ClipboardPrograms(environment: ProcessInfo.processInfo.environment),
        notification: session.settings.notify
      )
      ending = VisibleText.$isASCIIOnly.withValue(isASCII) { loop.run() }
    } catch {
      screen.close()
      throw Problem(.usage, what: error.description, advice: "")
    }
    screen.close()
    let submission = runner.stop()
    let ordered = runner.ordered
    waitUntil(atMost: lastOrders) { await ordered.value }
    waitUntil(atMost: lastWords) { await submission?.value }
    let reading = runner.stopMail()
    waitUntil(atMost: lastOrders) { await reading?.value }
    if let id = runner.sentSubmission {
      let problem = Problem.sentAndUnanswered(id)
      ErrorReport.print(problem)
      return .status(ExitStatus(of: problem))
    }
    if let farewell = ending.farewell {
      Output.write(lines: VisibleText.$isASCIIOnly.withValue(isASCII) { [VisibleText(farewell).string] })
    }
    switch ending.next {
    case .account(let label): return .account(label)
    case .draft(let name): return .draft(name)
    case nil: return .status(ending.signal.map { ExitStatus(signal: $0) } ?? .done)
    }
  }

  private static func themes(
    _ options: Options,
    _ settings: Settings,
    _ memory: ScreenMemory,
    _ capabilities: Capabilities
  ) throws(ThemeProblem) -> ThemeChoice {
    let depth = ColorDepth(colors: capabilities.colors)
      .limited(by: options.color, environment: ProcessInfo.processInfo.environment)
    var library = ThemeLibrary.shipped
    if let paths = try? Paths(environment: ProcessInfo.processInfo.environment) {
      library.addThemes(in: ThemeFolder(paths.themesFolder))
    }
    let remembered = memory.theme.flatMap { library.names.contains($0) ? $0 : nil }
    let configured = settings.theme == ThemeLibrary.automaticName ? remembered : settings.theme
    return try ThemeChoice(name: options.theme ?? configured ?? settings.theme, in: library, depth: depth)
  }

  private static func terminal<Value>(_ body: () throws(TerminalError) -> Value) throws(Problem) -> Value {
    do throws(TerminalError) {
      return try body()
    } catch {
      throw Problem(.terminal, what: error.description, advice: "", retry: .safe)
    }
  }

  // MARK: - Waiting for other threads, before and after the loop only

  private static func wait<Value: Sendable>(
    for body: @escaping @Sendable () async throws(Problem) -> Value
  ) throws(Problem) -> Value {
    let result = Mutex<Result<Value, Problem>?>(nil)
    let done = DispatchSemaphore(value: 0)
    Task.detached {
      do throws(Problem) {
        let value = try await body()
        result.withLock { $0 = .success(value) }
      } catch {
        result.withLock { $0 = .failure(error) }
      }
      done.signal()
    }
    done.wait()
    guard let result = result.withLock({ $0 }) else {
      throw Problem(.storage, what: "The account could not be opened.", advice: "Try again.", retry: .safe)
    }
    return try result.get()
  }

  /// How long the answer to a batch that was sent is waited for once the program is to end; then the outcome stays open,
  /// and the next start finds it out.
  private static let lastWords = DispatchTimeInterval.seconds(20)

  /// How long changes of the draft that were ordered just before the end are waited for: longer than another process
  /// may hold the draft.
  private static let lastOrders = DispatchTimeInterval.seconds(6)
}

extension AccountColour {
  /// One of the terminal's own sixteen, the brighter ones: they have to be read on a dark bar and on a light one.
  var color: Canvas.Color {
    switch self {
    case .red: .indexed(9)
    case .green: .indexed(10)
    case .yellow: .indexed(11)
    case .blue: .indexed(12)
    case .magenta: .indexed(13)
    case .cyan: .indexed(14)
    case .white: .indexed(15)
    }
  }
}
