using SealosIstio.Migration.Controllers;
using SealosIstio.Migration.Resources;

namespace SealosIstio;

/// <summary>The base of the cmdlets that work on Sealos' controllers.</summary>
public abstract class ControllerCommand : ClusterCommand
{
    /// <summary>Finds the controllers that are named; an error for each that doesn't exist or isn't known.</summary>
    private protected IReadOnlyList<SealosControllerState> Find(ControllerModes modes, IEnumerable<string> names)
    {
        var states = new List<SealosControllerState>();
        foreach (var name in names.Distinct(StringComparer.OrdinalIgnoreCase))
            TryEach(name, () => states.Add(Await(token => modes.RequireAsync(Parse(name), token))));
        // terminal and terminal-controller-manager are one.
        return [.. states.DistinctBy(state => (state.Namespace, state.Name, state.Container))];
    }

    /// <summary>Finds those of the controllers that the cluster has.</summary>
    private protected IReadOnlyList<SealosControllerState> Find(
        ControllerModes modes,
        IReadOnlyList<SealosController> controllers
    )
    {
        var states = new List<SealosControllerState>();
        foreach (var controller in controllers)
            TryEach(
                controller.Name,
                () =>
                {
                    if (Await(token => modes.FindAsync(controller, token)) is { } state)
                        states.Add(state);
                }
            );
        return states;
    }

    /// <summary>The controller that a text names.</summary>
    /// <exception cref="ResourceException">It names none.</exception>
    private protected static SealosController Parse(string text) =>
        SealosController.Parse(text)
        ?? throw new ResourceException(
            ResourceProblem.Invalid,
            null,
            $"'{text}' names no controller. Known are {string.Join(", ", SealosController.All)}.",
            "Name another one as namespace/deployment or namespace/deployment/container."
        );
}
