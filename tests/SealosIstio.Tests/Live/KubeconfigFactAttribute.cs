namespace SealosIstio.Tests.Live;

/// <summary>A test that needs a disposable API server, named by an environment variable.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class KubeconfigFactAttribute : FactAttribute
{
    public KubeconfigFactAttribute(string variable)
    {
        Variable = variable;
        if (string.IsNullOrEmpty(Environment.GetEnvironmentVariable(variable)))
            Skip = $"{variable} doesn't name the kubeconfig of a disposable API server.";
    }

    public string Variable { get; }
}
