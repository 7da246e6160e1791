using SealosIstio.Tests.Cutover;

namespace SealosIstio.Tests;

/// <summary>What the test assembly does when it is started by itself: the work of processes that tests kill.</summary>
internal static class TestProcess
{
    private static async Task<int> Main(string[] arguments)
    {
        if (arguments is [ShardWorker.Name, .. var own])
            return await ShardWorker.RunAsync(own);
        if (arguments is [CutoverWorker.Name, .. var rest])
            return await CutoverWorker.RunAsync(rest);
        await Console.Error.WriteLineAsync("These are tests: run them with dotnet test.");
        return 1;
    }
}
