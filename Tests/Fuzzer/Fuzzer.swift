import CFuzzer
import FuzzTargets
import Glibc

/// libFuzzer over one target: `Fuzzer csv -max_total_time=60 CORPUS`.
@main
enum Fuzzer {
  nonisolated(unsafe) private static var target: FuzzTarget?

  static func main() {
    let arguments = CommandLine.arguments
    guard arguments.count > 1, let chosen = FuzzTarget.all.first(where: { $0.name == arguments[1] }) else {
      print(FuzzTarget.all.map(\.name).joined(separator: "\n"))
      exit(arguments.count > 1 ? 2 : 0)
    }
    target = chosen
    var count = Int32(arguments.count - 1)
    var pointers = ([arguments[0]] + arguments.dropFirst(2)).map { strdup($0) } + [nil]
    pointers.withUnsafeMutableBufferPointer { buffer in
      var start = buffer.baseAddress
      exit(
        LLVMFuzzerRunDriver(&count, &start) { data, size in
          do {
            try Fuzzer.target?.check(Array(UnsafeBufferPointer(start: data, count: size)))
          } catch {
            fatalError("\(error)")
          }
          return 0
        }
      )
    }
  }
}
