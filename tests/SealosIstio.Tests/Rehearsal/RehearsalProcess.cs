using SealosIstio.Rehearsal;

namespace SealosIstio.Tests.Rehearsal;

/// <summary>What a run of the program, inside this process, left behind.</summary>
/// <param name="ExitCode">0, 1 or 2.</param>
/// <param name="Output">Standard output.</param>
/// <param name="Errors">Standard error.</param>
internal sealed record RehearsalProcess(int ExitCode, string Output, string Errors)
{
    public static async Task<RehearsalProcess> RunAsync(params string[] arguments)
    {
        using var output = new StringWriter();
        using var errors = new StringWriter();
        var code = await Program.RunAsync(arguments, output, errors);
        return new RehearsalProcess((int)code, output.ToString(), errors.ToString());
    }
}
