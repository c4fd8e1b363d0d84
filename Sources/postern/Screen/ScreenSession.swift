import ArgumentParser
import Canvas
import Configuration
import Dispatch
import Foundation
import PolicyCore
import PolicyUI
import Synchronization
import Terminal
import Theming

/// What every command with a screen understands.
struct ScreenOptions: ParsableArguments {
  @Flag(help: "Browse only: nothing can be queued or submitted.")
  var readOnly = false
  @Option(help: "auto, or the name of a theme.")
  var theme: String?
  @Option(help: "auto, always or never.")
  var color = ColorChoice.auto
  @Flag(help: "Draw with ASCII signs only.")
  var ascii = false
}

extension ColorChoice: ExpressibleByArgument {}

/// What a screen is opened on.
protocol ScreenWorkspace: Sendable {
  var workspace: Workspace { get }
  var settings: Settings { get }
}

extension Session: ScreenWorkspace {}

/// A screen from the first check of the terminal to the last word to the shell.
enum ScreenSession {
  /// Opens the workspace first, so that what is wrong with it is said in the plain terminal.
  static func run<Opened: ScreenWorkspace>(
    _ options: ScreenOptions,
    isReadOnly: Bool,
    open: @escaping @Sendable () async throws(Problem) -> Opened,
    close: @escaping @Sendable (Opened) async -> Void
  ) throws(Problem) -> ExitStatus {
    let signals = try terminal { () throws(TerminalError) in try SignalQueue() }
    let opened = try wait(for: open)
    defer { waitUntil { await close(opened) } }
    let waker = try terminal { () throws(TerminalError) in try Waker() }
    let screen = try terminal { () throws(TerminalError) in try NcursesScreen() }
    let mailbox = Mailbox<AppAction>(waker: waker)
    let runner = EffectRunner(workspace: opened.workspace, mailbox: mailbox)
    let ending: RunLoop.Ending
    do throws(ThemeProblem) {
      let themes = try themes(options, opened.settings, screen.capabilities)
      let state = AppState(
        account: opened.workspace.account,
        isReadOnly: isReadOnly,
        theme: themes.initial,
        glyphs: options.ascii || !screen.capabilities.isUTF8 ? .ascii : .unicode,
        size: screen.size,
        now: Date()
      )
      if opened.settings.mouse { screen.setMouse(true) }
      let loop = RunLoop(
        state: state,
        screen: screen,
        poll: EventPoll(screen: screen, signals: signals, waker: waker),
        mailbox: mailbox,
        runner: runner,
        themes: themes
      )
      ending = loop.run()
    } catch {
      screen.close()
      throw Problem(.usage, what: error.description, advice: "")
    }
    screen.close()
    let submission = runner.stop()
    waitUntil { await submission?.value }
    if let farewell = ending.farewell { Output.write(farewell + "\n") }
    return ending.signal.map { ExitStatus(signal: $0) } ?? .done
  }

  private static func themes(
    _ options: ScreenOptions,
    _ settings: Settings,
    _ capabilities: Capabilities
  ) throws(ThemeProblem) -> ThemeChoice {
    let depth = ColorDepth(colors: capabilities.colors)
      .limited(by: options.color, environment: ProcessInfo.processInfo.environment)
    var library = ThemeLibrary.shipped
    if let paths = try? Paths(environment: ProcessInfo.processInfo.environment) {
      library.addThemes(in: ThemeFolder(paths.themesFolder))
    }
    return try ThemeChoice(name: options.theme ?? settings.theme, in: library, depth: depth)
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

  private static func waitUntil(_ body: @escaping @Sendable () async -> Void) {
    let done = DispatchSemaphore(value: 0)
    Task.detached {
      await body()
      done.signal()
    }
    done.wait()
  }
}
