%% The workloads on Erlang/OTP: gen_server and supervisor, as they are.
%%
%%   erl -noshell -noinput -run bench main call-1x1
%%
%% runs one of them, first as a warm-up and then for its figures, each time in a
%% fresh process, and prints a line "unit value" for each figure.
-module(bench).
-behaviour(gen_server).
-export([main/1, start/1, start_link/1, init/1, handle_call/3, handle_cast/2]).

main(["version"]) ->
    io:format("~s ~s~n", [erlang:system_info(otp_release), erlang:system_info(version)]),
    halt();
main([Workload]) ->
    logger:set_primary_config(level, none),
    lists:member(Workload, ["idle-few", "idle-many", "fair-64x1"]) orelse fresh(Workload, 5),
    [io:format("~s ~.3f~n", [Unit, float(Value)]) || {Unit, Value} <- fresh(Workload, 1)],
    halt().

%% A workload with one part in Div of its operations.
fresh(Workload, Div) ->
    Self = self(),
    {Pid, Ref} = spawn_monitor(fun() -> Self ! {self(), figures(work(Workload, Div))} end),
    receive
        {Pid, Result} -> demonitor(Ref, [flush]), Result;
        {'DOWN', Ref, process, Pid, Why} -> exit(Why)
    end.

figures(Ns) when is_number(Ns) -> [{"ns/op", Ns}];
figures(List) -> List.

work("call-1x1", Div) ->
    {ok, Server} = start(server),
    per_op(300000 div Div, fun(N) -> calls(Server, N) end);
work("call-64x1", Div) ->
    {ok, Server} = start(server),
    fan(64, 640000 div Div, fun(_, N) -> calls(Server, N) end);
work("call-64x64", Div) ->
    Servers = list_to_tuple([element(2, start(server)) || _ <- lists:seq(1, 64)]),
    fan(64, 640000 div Div, fun(I, N) -> calls(element(I, Servers), N) end);
work("fair-64x1", _) -> fair(64, 2000);
work("call-chain", Div) ->
    {ok, Last} = start(server),
    First = lists:foldl(fun(_, Next) -> {ok, Link} = start({link, Next}), Link end, Last, lists:seq(2, 16)),
    per_op(20000 div Div, fun(N) -> calls(First, N) end);
work("cast-1", Div) -> casts(1, 1000000 div Div);
work("cast-8", Div) -> casts(8, 1000000 div Div);
work("mixed-8", Div) ->
    {ok, Server} = start(server),
    fan(8, 400000 div Div, fun(_, N) -> mix(Server, N) end);
work("spawn-stop", Div) ->
    per_op(30000 div Div, fun(N) -> repeat(N, fun() -> {ok, S} = start(server), gen_server:stop(S) end) end);
work("idle-few", _) -> idle(100000);
work("idle-many", _) -> idle(1000000);
work("start-tree", Div) ->
    N = 10000 div Div,
    per_op(1, fun(_) -> tree(N) end);
work("restart-10", Div) -> restart(10, 10000 div Div);
work("restart-many", Div) -> restart(10000, 10000 div Div);
work("lookup", Div) ->
    Names = [list_to_atom("server-" ++ integer_to_list(I)) || I <- lists:seq(1, 1000)],
    [begin {ok, Pid} = start(server), register(Name, Pid) end || Name <- Names],
    Rounds = 1000 div Div,
    T = per_op(Rounds * 1000, fun(_) -> repeat(Rounds, fun() -> lookups(Names) end) end),
    [gen_server:stop(Name) || Name <- Names],
    T.

%% Loops.

per_op(N, F) ->
    T0 = now_ns(),
    F(N),
    (now_ns() - T0) / N.

now_ns() -> erlang:monotonic_time(nanosecond).

repeat(0, _) -> ok;
repeat(N, F) -> F(), repeat(N - 1, F).

calls(_, 0) -> ok;
calls(Server, N) -> gen_server:call(Server, {add, 1}), calls(Server, N - 1).

sends(_, 0) -> ok;
sends(Server, N) -> gen_server:cast(Server, {note, 1}), sends(Server, N - 1).

mix(_, N) when N =< 0 -> ok;
mix(Server, N) -> sends(Server, 3), calls(Server, 1), mix(Server, N - 4).

lookups([]) -> ok;
lookups([Name | Rest]) -> true = is_pid(whereis(Name)), lookups(Rest).

%% K processes that share Total operations.
fan(K, Total, F) ->
    Self = self(),
    Share = Total div K,
    Pids = [spawn_link(fun() -> receive go -> ok end, F(I, Share), Self ! {done, self()} end) || I <- lists:seq(1, K)],
    per_op(Share * K, fun(_) ->
        [Pid ! go || Pid <- Pids],
        [receive {done, Pid} -> ok end || Pid <- Pids]
    end).

%% Until all casts are handled.
casts(K, Total) ->
    {ok, Server} = start(server),
    Share = Total div K,
    ok = gen_server:call(Server, {expect, Share * K, self()}),
    Pids = [spawn_link(fun() -> receive go -> ok end, sends(Server, Share) end) || _ <- lists:seq(1, K)],
    per_op(Share * K, fun(_) -> [Pid ! go || Pid <- Pids], receive expected -> ok end end).

fair(K, Ms) ->
    {ok, Server} = start(server),
    Self = self(),
    End = now_ns() + Ms * 1000000,
    [spawn_link(fun() -> Self ! {served, hammer(Server, End, 0, 0)} end) || _ <- lists:seq(1, K)],
    Served = [receive {served, R} -> R end || _ <- lists:seq(1, K)],
    Counts = [N || {N, _} <- Served],
    Total = lists:sum(Counts),
    [{"ns/op", Ms * 1000000 / Total}, {"worst/mean", lists:min(Counts) * K / Total},
     {"longest-ms", lists:max([L || {_, L} <- Served]) / 1000000}].

hammer(Server, End, N, Longest) ->
    T0 = now_ns(),
    case T0 >= End of
        true -> {N, Longest};
        false ->
            gen_server:call(Server, {add, 1}, infinity),
            hammer(Server, End, N + 1, max(Longest, now_ns() - T0))
    end.

%% Memory.

idle(N) ->
    erlang:garbage_collect(),
    {Total, Resident, T0} = {erlang:memory(total), rss(), now_ns()},
    Pids = [begin {ok, Pid} = start(server), gen_server:call(Pid, {add, 1}), Pid end || _ <- lists:seq(1, N)],
    T1 = now_ns(),
    timer:sleep(500),
    erlang:garbage_collect(),
    Each = fun(After, Before) -> (After - Before) / N end,
    Figures = [{"rss-B/proc", Each(rss(), Resident)}, {"heap-B/proc", Each(erlang:memory(total), Total)},
               {"ns/op", (T1 - T0) / N}],
    N = length(Pids),
    Figures.

rss() ->
    {ok, Statm} = file:read_file("/proc/self/statm"),
    binary_to_integer(lists:nth(2, binary:split(Statm, <<" ">>, [global]))) * 4096.

%% Supervision.

tree(N) ->
    {ok, Sup} = supervisor:start_link(?MODULE, {tree, self(), N}),
    Children = maps:from_list([receive {up, I, Pid} -> {I, Pid} end || _ <- lists:seq(1, N)]),
    {Sup, Children}.

restart(Children, N) ->
    {_, Pids} = tree(Children),
    per_op(N, fun(_) -> crash(0, N, Children, Pids) end).

crash(N, N, _, _) -> ok;
crash(I, N, Children, Pids) ->
    Id = (I * 7919) rem Children,
    gen_server:cast(maps:get(Id, Pids), crash),
    Pid = receive {up, Id, P} -> P end,
    gen_server:call(Pid, {add, 1}),
    crash(I + 1, N, Children, Pids#{Id := Pid}).

%% The server: a sum, how many casts are still expected, and by whom. A link calls
%% the next server. init/1 is the supervisor's, too.

start(Args) -> gen_server:start(?MODULE, Args, []).
start_link(Args) -> gen_server:start_link(?MODULE, Args, []).

init({tree, Owner, N}) ->
    {ok, {#{strategy => one_for_one, intensity => 1000000, period => 1},
          [#{id => I, start => {?MODULE, start_link, [{child, Owner, I}]}} || I <- lists:seq(0, N - 1)]}};
init({child, Owner, Id}) -> Owner ! {up, Id, self()}, {ok, {0, -1, Owner}};
init({link, Next}) -> {ok, {link, Next}};
init(server) -> {ok, {0, -1, none}}.

handle_call(Request, _, {link, Next} = State) -> {reply, gen_server:call(Next, Request), State};
handle_call({add, By}, _, {Sum, Casts, Owner}) -> {reply, Sum + By, {Sum + By, Casts, Owner}};
handle_call({expect, Casts, Owner}, _, {Sum, _, _}) -> {reply, ok, {Sum, Casts, Owner}}.

handle_cast({note, By}, {Sum, 1, Owner}) -> Owner ! expected, {noreply, {Sum + By, 0, Owner}};
handle_cast({note, By}, {Sum, Casts, Owner}) -> {noreply, {Sum + By, Casts - 1, Owner}};
handle_cast(crash, _) -> error(crash).
