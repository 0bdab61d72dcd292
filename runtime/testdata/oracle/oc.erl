%% The collector: one process that gets every log message and every trace
%% message.  All carry a strictly monotonic stamp, so sorting by it gives a
%% causally correct order whatever the delivery order was.
-module(oc).
-export([dynamic/0, dynamic/1, start/0, stop/0, attempt/2, log/1, log/2, take/0, status/0, pid_of/1,
         label_of/1, attempts/1, gate/2, open/1, trace_starter/1, stamp/0]).

-record(s, {ev = [], count = 0,
            att = #{},            % Label -> number of start attempts
            pids = #{},           % Pid -> {Label,N}
            okpid = #{},          % Label -> {Pid,N}  last started ok
            live = #{},           % Pid -> {Label,N}
            failed = #{},         % {Label,N} -> true
            dynamic = [],         % paths of dynamic supervisors
            blocked = #{},        % Pid -> {Label,Gate,From}
            open = #{}}).

start() ->
    P = spawn(fun() -> register(oc, self()), loop(#s{}) end),
    wait_reg(P).
wait_reg(P) -> case whereis(oc) of P -> P; _ -> timer:sleep(1), wait_reg(P) end.

stop() ->
    M = monitor(process, oc), exit(whereis(oc), kill),
    receive {'DOWN', M, _, _, _} -> ok end.

stamp() -> erlang:unique_integer([monotonic]).

call(Req) ->
    M = monitor(process, oc),
    oc ! {call, self(), M, Req},
    receive
        {M, R} -> demonitor(M, [flush]), R;
        {'DOWN', M, _, _, R} -> exit({collector, R})
    end.

attempt(Label, Kind) -> call({attempt, Label, self(), Kind}).
log(Ev) -> call({log, stamp(), Ev}).
log(Stamp, Ev) -> call({log, Stamp, Ev}).
status() -> call(status).
pid_of(Label) -> call({pid_of, Label}).
label_of(Pid) -> call({label_of, Pid}).
attempts(Label) -> call({attempts, Label}).
gate(Label, G) -> call({gate, Label, self(), G}).
open(G) -> call({open, G}).
dynamic() -> call(dynamic).
dynamic(Paths) -> call({dynamic, Paths}).

trace_starter(Pid) ->
    erlang:trace(Pid, true, [procs, set_on_spawn, strict_monotonic_timestamp,
                             {tracer, whereis(oc)}]).

%% all events since the last take, in causal order
take() ->
    R = erlang:trace_delivered(all),
    receive {trace_delivered, all, R} -> ok end,
    call(take).

loop(S) ->
    receive
        {call, From, M, Req} ->
            case req(Req, From, M, S) of
                {noreply, S1} -> loop(S1);
                {R, S1} -> From ! {M, R}, loop(S1)
            end;
        {trace_ts, Pid, exit, Reason, {_, St}} ->
            case S#s.pids of
                #{Pid := LN} ->
                    loop(S#s{ev = [{St, {exit, LN, Reason}} | S#s.ev],
                             count = S#s.count + 1,
                             live = maps:remove(Pid, S#s.live),
                             blocked = maps:remove(Pid, S#s.blocked)});
                _ -> loop(S)
            end;
        _ -> loop(S)
    end.

req({attempt, L, Pid, Kind}, _, _, S) ->
    N = maps:get(L, S#s.att, 0) + 1,
    Live = case Kind of sup -> (S#s.live)#{Pid => {L, N}}; _ -> S#s.live end,
    {N, S#s{att = (S#s.att)#{L => N}, pids = (S#s.pids)#{Pid => {L, N}}, live = Live}};
req({log, St, Ev}, From, _, S0) ->
    S = S0#s{ev = [{St, Ev} | S0#s.ev], count = S0#s.count + 1},
    {ok, mark(Ev, From, S)};
req(dynamic, _, _, S) ->
    {S#s.dynamic, S};
req({dynamic, Paths}, _, _, S) ->
    {ok, S#s{dynamic = Paths}};
req(status, _, _, S) ->
    {{S#s.count, S#s.live, S#s.blocked}, S};
req({pid_of, L}, _, _, S) ->
    {maps:get(L, S#s.okpid, undefined), S};
req({label_of, P}, _, _, S) ->
    {maps:get(P, S#s.pids, undefined), S};
req({attempts, L}, _, _, S) ->
    {maps:get(L, S#s.att, 0), S};
req({gate, L, Pid, G}, From, M, S) ->
    case maps:is_key(G, S#s.open) of
        true -> {ok, S};
        false -> {noreply, S#s{blocked = (S#s.blocked)#{Pid => {L, G, {From, M}}}}}
    end;
req({open, G}, _, _, S) ->
    {Go, Stay} = maps:fold(
                   fun(P, {_, G1, FM} = V, {A, B}) ->
                           if G1 =:= G -> {[FM | A], B}; true -> {A, B#{P => V}} end
                   end, {[], #{}}, S#s.blocked),
    [F ! {M, ok} || {F, M} <- Go],
    {ok, S#s{blocked = Stay, open = (S#s.open)#{G => true}, count = S#s.count + 1}};
req(take, _, _, S) ->
    Evs = [norm(E) || {_, E} <- lists:keysort(1, S#s.ev), keep(E, S)],
    {Evs, S#s{ev = []}}.

%% worker init entered / supervisor up or failed
mark(#{e := <<"init">>, p := L, n := N, r := R}, Pid, S) ->
    case oracle:outcome_ok(R) of
        true -> S#s{okpid = (S#s.okpid)#{L => {Pid, N}}, live = (S#s.live)#{Pid => {L, N}}};
        false -> S#s{failed = (S#s.failed)#{{L, N} => true}}
    end;
mark(#{e := <<"sup_up">>, p := L, n := N, pid := Pid}, _, S) ->
    S#s{okpid = (S#s.okpid)#{L => {Pid, N}}};
mark(#{e := <<"sup_fail">>, p := L, n := N}, _, S) ->
    Live = maps:filter(fun(_, LN) -> LN =/= {L, N} end, S#s.live),
    S#s{failed = (S#s.failed)#{{L, N} => true}, live = Live};
mark(_, _, S) -> S.

keep({exit, LN, _}, S) -> not maps:is_key(LN, S#s.failed);
keep(_, _) -> true.

norm({exit, {L, N}, R}) -> #{e => <<"exit">>, p => L, n => N, r => oracle:reason(R)};
norm(E) -> maps:remove(pid, E).
